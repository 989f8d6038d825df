// @ts-check
/** @import { HistoryRun } from '../../../types.js' */

import { useEffect, useRef, useState } from 'preact/hooks'
import { examine, failure, history, read, replace } from '../model/history.js'
import { runs } from '../model/runs.js'
import { Dialog } from '../parts/dialog.jsx'
import { Moment } from '../parts/moment.jsx'
import { Scrolled } from '../parts/scrolled.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { Undo } from '../parts/undo.jsx'
import { config, store } from '../session.js'
import { say } from '../words/index.js'
import { dated, offset } from '../words/time.js'

export function HistoryScreen() {
  const words = say()
  const picker = useRef(/** @type {HTMLInputElement | null} */ (null))
  const [verified, setVerified] = useState(false)
  const [keeps, setKeeps] = useState(false)
  const [given, give] = useState(/** @type {Awaited<ReturnType<typeof examine>>} */ (undefined))
  useEffect(() => {
    setVerified(false)
    setKeeps(false)
    read()
  }, [runs.value])
  const found = history.value
  const project = config.value?.journal
  const verify = async () => {
    setKeeps(false)
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
      {found && found.runs.length === 0 && <p class="empty">{project ? words.noRunsOfProject : words.noHistory}</p>}
      {found && found.runs.length > 0 && (
        <Scrolled>
          <table class="history">
            <thead>
              <tr>
                <th scope="col">{words.began(offset())}</th>
                <th scope="col">{words.asked}</th>
                <th scope="col">{words.whichFunctions}</th>
                <th scope="col">{words.how}</th>
                <th scope="col" class="wide">
                  {words.who}
                </th>
                <th scope="col">
                  <span class="unseen">{words.undo}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {found.runs.map((run) => (
                <HistoryRow key={run.run} run={run} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
      {given && (
        <Dialog title={words.importAsk} onClose={leave}>
          <p class="description">
            {given.name}: {words.span(shown(given.brings))}
          </p>
          <p>{words.importTakes(words.span(shown(given.takes)))}</p>
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

/** What a journal holds, with its times as they are shown. @param {import('../model/history.js').Span} span */
function shown({ runs, from, to }) {
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

/** @param {{ run: HistoryRun }} props */
function HistoryRow({ run }) {
  const words = say()
  const kind = words.kinds[/** @type {'deploy'} */ (run.kind)] ?? run.kind
  return (
    <tr>
      <th scope="row">
        <Moment at={run.began} />
        <span class="faint block">{run.run}</span>
      </th>
      <td>
        {kind} {run.asked}
      </td>
      <td>
        <details>
          <summary>{run.functions.map(({ name }) => name).join(', ')}</summary>
          <ul>
            {run.functions.flatMap(({ name, steps }) =>
              steps.map(({ text }) => (
                <li key={name + text}>
                  {name}: {text}
                </li>
              )),
            )}
          </ul>
        </details>
      </td>
      <td>
        <span class={`standing ${run.how}`}>{words.hows[run.how]}</span>
        <span class="faint block">{run.open ? words.unfinishedHint : run.text}</span>
      </td>
      <td class="wide faint">{run.who}</td>
      <td>{run.undoable && <Undo run={run.run} places={run.functions} />}</td>
    </tr>
  )
}
