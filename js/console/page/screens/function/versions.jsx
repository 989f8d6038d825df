// @ts-check
/** @import { StatusRow } from '../../../../types/generated.js' */
/** @import { HistoryRun } from '../../../../types.js' */
/** @import { Role } from '../../parts/version.js' */
import { sameAsLatest } from '../../model/codes.js'
import { person } from '../../model/who.js'
import { Moment } from '../../parts/moment.jsx'
import { Scrolled } from '../../parts/scrolled.jsx'
import { keyClass } from '../../parts/version.js'
import { narrow } from '../../route.js'
import { exactShare, versionText } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { instant, offset } from '../../words/time.js'

/** Digits of a digest that tell code apart for people. */
const DIGITS = 8

/**
 * The versions: their code, who published them and when.
 *
 * @param {object} props
 * @param {StatusRow | undefined} props.row nothing until it was read
 * @param {(version: string) => Role} props.roleOf
 * @param {Map<string, string | null>} props.codes by version, as far as they are known
 * @param {Map<string, HistoryRun>} props.published who published each version
 */
export function Versions({ row, roleOf, codes, published }) {
  const words = say()
  const same = sameAsLatest(codes)
  const shares = new Map(row?.aliases[0]?.split.map(({ version, share }) => [version, share]))
  const latest = {
    version: '$latest',
    status: row?.status,
    description: row?.image ?? '',
    published: '',
    provisioned: undefined,
    withdrawn: false,
  }
  const compare = () => narrow({ compare: `${row?.stable ?? row?.versions[0]?.version},$latest` })
  return (
    <section aria-labelledby="versions" class="card">
      <div class="head">
        <h2 id="versions">{words.versions}</h2>
        <span class="end">
          <button type="button" disabled={!row?.versions.length} onClick={compare}>
            {words.compare.button}
          </button>
        </span>
      </div>
      {!row && <p class="faint">{words.loading}</p>}
      {row && (
        <Scrolled>
          <p class="same-code" role="status">
            {same !== undefined && words.compare.sameAs(same)}
          </p>
          <table class="versions">
            <thead>
              <tr>
                <th scope="col">{words.version}</th>
                <th scope="col">{words.share}</th>
                <th scope="col">{words.compare.code}</th>
                <th scope="col">{words.description}</th>
                <th scope="col">{words.compare.published(offset())}</th>
              </tr>
            </thead>
            <tbody>
              {[latest, ...row.versions].map((one) => (
                <tr key={one.version}>
                  <th scope="row">
                    <span class={`key ${keyClass(one.version, roleOf(one.version))}`} aria-hidden="true" />
                    {versionText(one.version)}
                    <Tags row={row} version={one.version} withdrawn={one.withdrawn ?? false} />
                  </th>
                  <td>{shares.has(one.version) ? exactShare(shares.get(one.version) ?? 0) : '–'}</td>
                  <td>
                    <code title={codes.get(one.version) ?? undefined}>
                      {codes.get(one.version)?.slice(0, DIGITS) ?? '–'}
                    </code>
                    {one.status !== 'Active' && <span class="faint block">{one.status}</span>}
                    {one.provisioned && <span class="faint block">{words.provisioned(one.provisioned)}</span>}
                  </td>
                  <td class="description">{one.description}</td>
                  <td class="faint">
                    <Moment at={instant(one.published)} />
                    <PublishedBy run={published.get(one.version)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {row.versions.length === 0 && <p class="faint">{words.noVersions}</p>}
        </Scrolled>
      )}
    </section>
  )
}

/** What a version is to its function. @param {{ row: StatusRow, version: string, withdrawn: boolean }} props */
function Tags({ row, version, withdrawn }) {
  const words = say()
  const tags = [
    version === row.stable && words.compare.stable,
    version === row.lastVersion && words.lastPublished,
    withdrawn && words.compare.withdrawn,
  ].filter(Boolean)
  return tags.length > 0 ? <span class={withdrawn ? 'block bad' : 'block faint'}>{tags.join(' · ')}</span> : null
}

/** @param {{ run: HistoryRun | undefined }} props */
function PublishedBy({ run }) {
  if (!run) return null
  const { name, where } = person(run.who)
  return (
    <span class="block" title={run.who}>
      {[name, where].filter(Boolean).join(' · ')}
    </span>
  )
}
