// @ts-check
/** @import { GrayscaleError } from '../../../errors.js' */
import { asksAgain, wayOut } from '../session.js'
import { say } from '../words/index.js'

/**
 * An error, with what was changed by then and what to do. The engine's own words.
 *
 * @param {{ error: GrayscaleError | undefined }} props
 */
export function Trouble({ error }) {
  if (!error) return null
  const words = say()
  const way = wayOut(error)
  const each = error.errors?.length ? error.errors : []
  return (
    <div class="trouble" role="alert">
      <p>
        <strong>{error.code}</strong>
        {error.function && <span> · {error.function}</span>}
      </p>
      <p lang="en" class="verbatim">
        {error.message}
      </p>
      {error.hint && (
        <p>
          <b>{words.hint}: </b>
          <span lang="en">{error.hint}</span>
        </p>
      )}
      {way && (
        <p>
          {words.ways[way]}{' '}
          {way === 'keys' && (
            <button type="button" class="link" onClick={() => (asksAgain.value = true)}>
              {words.signInAgain}
            </button>
          )}
        </p>
      )}
      {error.changed.length > 0 && (
        <>
          <p>{words.changed}:</p>
          <ul lang="en">
            {error.changed.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      {each.length > 1 && (
        <ul lang="en">
          {each.map((one) => (
            <li key={`${one.function} ${one.message}`}>
              <b>{one.function}</b>: {one.code}: {one.message}
            </li>
          ))}
        </ul>
      )}
      {error.requestId && (
        <p class="faint">
          {words.request} <code>{error.requestId}</code>
        </p>
      )}
    </div>
  )
}
