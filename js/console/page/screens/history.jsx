// @ts-check
import { useEffect, useRef, useState } from 'preact/hooks'
import { examine, failure, follow, history, read, replace } from '../model/history.js'
import { journalRead, readJournal } from '../model/now.js'
import { runs } from '../model/runs.js'
import { choices, entries, narrowed } from '../model/story.js'
import { Dialog } from '../parts/dialog.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { narrow, query } from '../route.js'
import { config, store } from '../session.js'
import { kindName, say } from '../words/index.js'
import { dated } from '../words/time.js'
import { Story } from './history/story.jsx'

export function HistoryScreen() {
  const words = say()
  const picker = useRef(/** @type {HTMLInputElement | null} */ (null))
  const [verified, setVerified] = useState(false)
  const [keeps, setKeeps] = useState(false)
  const [given, give] = useState(/** @type {Awaited<ReturnType<typeof examine>>} */ (undefined))
  useEffect(follow, [])
  const newest = history.value?.runs[0]?.last
  useEffect(() => {
    readJournal()
  }, [newest])
  useEffect(() => {
    setVerified(false)
    setKeeps(false)
    failure.value = undefined
    read()
  }, [runs.value])
  // what the runs of a rollout are told by comes with it
  const found = journalRead.value ? history.value : undefined
  const project = config.value?.journal
  const all = entries(found?.runs ?? [])
  const { function: named, who, kind } = query.value
  const shown = narrowed(all, { function: named, who, kind })
  const verify = async () => {
    setKeeps(false)
    failure.value = undefined
    await read({ verify: true })
    setVerified(true)
  }
  const picked = async (/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
    const [file] = event.currentTarget.files ?? []
    if (picker.current) picker.current.value = ''
    if (!file) return
    const found = await examine(file)
    give(found)
    setKeeps(!found)
    setVerified(false)
  }
  const leave = () => give(undefined)
  const take = async () => {
    if (!given) return
    leave()
    const taken = await replace(given.text)
    setKeeps(!taken)
    setVerified(taken)
  }
  return (
    <section>
      <div class="head">
        <h1 tabIndex={-1}>{words.history}</h1>
        <span class="row end">
          <button type="button" onClick={verify}>
            {words.verify}
          </button>
          <button type="button" onClick={save}>
            {words.exported}
          </button>
          {!project && (
            <>
              <button type="button" onClick={() => picker.current?.click()}>
                {words.imported}
              </button>
              <input ref={picker} type="file" hidden onChange={picked} aria-label={words.imported} />
            </>
          )}
        </span>
      </div>
      <p class="hint">{project ? words.journalOf(project) : words.journalHere}</p>
      {!project && <p class="hint">{words.importHint}</p>}
      {failure.value && keeps && <h2>{words.notImported}</h2>}
      {failure.value?.code === 'JournalBroken' && !keeps && <h2>{words.broken}</h2>}
      <Trouble error={failure.value} />
      {verified && found?.verified && !failure.value && (
        <div class="banner good" role="status">
          <p>{words.verified(found.verified.lines)}</p>
          <ul>
            {found.verified.text.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      {(all.length > 0 || !found) && <Filters count={shown.length} known={found !== undefined} />}
      {found && all.length === 0 && <p class="empty">{project ? words.noRunsOfProject : words.noHistory}</p>}
      {all.length > 0 && shown.length === 0 && (
        <p class="empty">
          {words.story.noMatch}{' '}
          <button type="button" class="link" onClick={() => narrow({ function: '', who: '', kind: '' })}>
            {words.story.showAll}
          </button>
        </p>
      )}
      {shown.length > 0 && <Story entries={shown} />}
      {given && (
        <Dialog title={words.importAsk} onClose={leave}>
          <p class="description">
            {given.name}: {words.span(spanOf(given.brings))}
          </p>
          <p>{words.importTakes(words.span(spanOf(given.takes)))}</p>
          <p class="row">
            <button type="button" class="danger" onClick={take}>
              {words.replace}
            </button>
            <button type="button" onClick={leave}>
              {words.cancel}
            </button>
          </p>
        </Dialog>
      )}
    </section>
  )
}

/** What the list is narrowed to; it stands in the address. @param {{ count: number, known: boolean }} props */
function Filters({ count, known }) {
  const words = say()
  const there = choices(history.value)
  const names = { function: words.columns.name, who: words.who, kind: words.story.kind }
  const shown = (/** @type {string} */ what, /** @type {string} */ value) => (what === 'kind' ? kindName(value) : value)
  return (
    <div class="filters">
      {
        /** @type {('function' | 'who' | 'kind')[]} */ (['function', 'who', 'kind']).map((what) => {
          const now = query.value[what] ?? ''
          // what the address asks for can be chosen, whether there is any or not
          const all = now === '' || there[what].includes(now) ? there[what] : [now, ...there[what]]
          return (
            <label key={what}>
              <span>{names[what]}</span>
              <select value={now} onChange={(event) => narrow({ [what]: event.currentTarget.value })}>
                <option value="">{words.all}</option>
                {all.map((value) => (
                  <option key={value} value={value}>
                    {shown(what, value)}
                  </option>
                ))}
              </select>
            </label>
          )
        })
      }
      <span class="faint" role="status">
        {known ? words.story.count(count) : words.loading}
      </span>
    </div>
  )
}

/** What a journal holds, with its times as they are shown. @param {import('../model/history.js').Span} span */
function spanOf({ runs, from, to }) {
  const text = (/** @type {number | undefined} */ ms) => (ms === undefined ? undefined : dated(ms))
  return { runs, from: text(from), to: text(to) }
}

/** The journal as a file: what the command line reads as `.grayscale/STAGE.journal`. */
async function save() {
  const url = URL.createObjectURL(new Blob([(await store().read()).text], { type: 'application/jsonl' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: 'console.journal' })
  link.click()
  URL.revokeObjectURL(url)
}
