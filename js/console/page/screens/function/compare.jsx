// @ts-check
/** @import { ComparedSetting, Comparison, SettingValue, StatusRow } from '../../../../types/generated.js' */
/** @import { Place } from '../../model/functions.js' */
import { useEffect, useId, useState } from 'preact/hooks'
import { compareVersions } from '../../model/codes.js'
import { Dialog } from '../../parts/dialog.jsx'
import { Scrolled } from '../../parts/scrolled.jsx'
import { Trouble } from '../../parts/trouble.jsx'
import { narrow } from '../../route.js'
import { versionText } from '../../words/figures.js'
import { say } from '../../words/index.js'

/**
 * Two versions side by side: whether their code is the same, and the settings that differ. Which two stands in the address.
 *
 * @param {{ place: Place, row: StatusRow, versions: [string, string] }} props
 */
export function Compare({ place, row, versions }) {
  const words = say().compare
  const [one, other] = versions
  const [known, settle] = useState(/** @type {Awaited<ReturnType<typeof compareVersions>> | undefined} */ (undefined))
  useEffect(() => {
    let over = false
    settle(undefined)
    if (one !== other) compareVersions(place, [one, other]).then((found) => over || settle(found))
    return () => {
      over = true
    }
  }, [one, other])
  const all = ['$latest', ...row.versions.map(({ version }) => version)]
  const choose = (/** @type {string} */ first, /** @type {string} */ second) =>
    narrow({ compare: `${first},${second}` })
  return (
    <Dialog title={words.title(place.name)} onClose={() => narrow({ compare: '' })} wide>
      <div class="row">
        <Pick label={words.from} value={one} all={all} onPick={(version) => choose(version, other)} />
        <Pick label={words.to} value={other} all={all} onPick={(version) => choose(one, version)} />
      </div>
      <div class="compared" aria-live="polite">
        {one === other && <p>{words.two}</p>}
        {one !== other && !known && <p class="faint">{say().loading}</p>}
        <Trouble error={known?.error} />
        {known?.found && <Compared found={known.found} />}
      </div>
      <p class="row">
        <button type="button" onClick={() => narrow({ compare: '' })}>
          {words.close}
        </button>
      </p>
    </Dialog>
  )
}

/** @param {{ label: string, value: string, all: string[], onPick: (version: string) => void }} props */
function Pick({ label, value, all, onPick }) {
  const id = useId()
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {all.map((version) => (
          <option key={version} value={version}>
            {versionText(version)}
          </option>
        ))}
      </select>
    </p>
  )
}

/** @param {{ found: Comparison }} props */
function Compared({ found }) {
  const words = say().compare
  const [one, other] = found.versions
  const same = one.code === null || other.code === null ? 'unknown' : one.code === other.code ? 'same' : 'other'
  return (
    <>
      <p class={`verdict ${same}`}>{words.codes[same]}</p>
      <dl class="digests">
        {found.versions.map(({ version, code }) => (
          <div key={version}>
            <dt>{versionText(version)}</dt>
            <dd>
              <code>{code ?? words.noDigest}</code>
            </dd>
          </div>
        ))}
      </dl>
      {found.settings === null && <p>{words.noSettings}</p>}
      {found.settings?.length === 0 && <p>{words.sameSettings}</p>}
      {found.settings && found.settings.length > 0 && (
        <Scrolled>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.setting}</th>
                <th scope="col">{versionText(one.version)}</th>
                <th scope="col">{versionText(other.version)}</th>
              </tr>
            </thead>
            <tbody>
              {found.settings.map((one) => (
                <tr key={one.setting}>
                  <th scope="row">{one.setting}</th>
                  <td>{shownValue(one, one.from)}</td>
                  <td>{shownValue(one, one.to)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
      <p class="hint">{words.secrets}</p>
    </>
  )
}

/** @param {ComparedSetting} setting @param {SettingValue | undefined} value */
function shownValue({ setting }, value) {
  const words = say().compare
  if (value === undefined) return <span class="faint">{words.none}</span>
  if (typeof value === 'string') return <code>{value}</code>
  return setting.startsWith('environment.') ? words.hidden[value.hidden] : words.hidden.set
}
