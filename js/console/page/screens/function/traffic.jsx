// @ts-check
/** @import { StatusRow } from '../../../../types/generated.js' */
/** @import { Role } from '../../parts/version.js' */
import { RoutingPicture } from '../../parts/routing.jsx'
import { Scrolled } from '../../parts/scrolled.jsx'
import { Split } from '../../parts/split.jsx'
import { say } from '../../words/index.js'

/**
 * Who gets what: the alias with its rules, what goes around it, and the other aliases.
 *
 * @param {{ row: StatusRow | undefined, roleOf: (version: string) => Role }} props `row`: nothing until it was read
 */
export function Traffic({ row, roleOf }) {
  const words = say()
  const [first, ...others] = row?.aliases ?? []
  const { direct = [], unchecked = [] } = row ?? {}
  return (
    <section aria-labelledby="routing" class="card">
      <h2 id="routing">{words.routing}</h2>
      {!row && <p class="faint">{words.loading}</p>}
      {first && (
        <Scrolled>
          <RoutingPicture alias={first.name} split={first.split} ruled={first.ruled} direct={direct} roleOf={roleOf} />
          {first.rules.length > 0 && (
            <ul>
              {first.rules.map(({ text }) => (
                <li key={text}>{text}</li>
              ))}
              <li>{first.everyoneElse}</li>
            </ul>
          )}
          {direct.length > 0 && (
            <>
              <h3>{words.around}</h3>
              <ul class="around">
                {direct.map(({ text, enabled }) => (
                  <li key={text} class={enabled ? '' : 'faint'}>
                    {text}
                  </li>
                ))}
              </ul>
            </>
          )}
          {unchecked.length > 0 && <p class="hint">{words.unchecked(unchecked)}</p>}
          {first.description && <p class="faint description">{first.description}</p>}
          {others.length > 0 && (
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.aliases}</th>
                  <th scope="col">{words.share}</th>
                  <th scope="col">{words.description}</th>
                </tr>
              </thead>
              <tbody>
                {others.map((alias) => (
                  <tr key={alias.name}>
                    <th scope="row">{alias.name}</th>
                    <td>
                      <Split split={alias.split} small />
                    </td>
                    <td class="faint">{[alias.description, alias.url].filter(Boolean).join(' · ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Scrolled>
      )}
    </section>
  )
}
