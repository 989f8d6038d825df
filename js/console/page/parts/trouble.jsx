// @ts-check
/** @import { GrayscaleError } from '../../../errors.js' */
import { account, asks, config, wayOut } from '../session.js'
import { nextStep, say } from '../words/index.js'

/**
 * An error, with what was changed by then and what to do: in terms of this page, where the engine's are those of the command
 * line.
 *
 * @param {{ error: GrayscaleError | undefined, asking?: boolean }} props `asking`: it stands in the form that asks for keys
 */
export function Trouble({ error, asking = false }) {
  if (!error) return null
  const words = say()
  const way = wayOut(error)
  const next = way
    ? undefined
    : (nextStep(error.code, { ofProject: config.value?.journal !== undefined }) ?? error.hint)
  const each = error.errors?.length ? error.errors : []
  return (
    <div class="trouble" role="alert">
      <p>
        <strong>{error.code}</strong>
        {error.function && <span> · {error.function}</span>}
      </p>
      {each.map((one) => one.message).join('\n') !== error.message && <p class="verbatim">{error.message}</p>}
      {next && (
        <p>
          <b>{words.hint}: </b>
          {next}
        </p>
      )}
      {way && (
        <p>
          {way === 'keys' && config.value?.signs ? words.ways.keysOfServer : words.ways[way]}{' '}
          {way === 'keys' && account.value && !config.value?.signs && !asking && (
            <>
              {words.signInAgainHint}{' '}
              <button type="button" class="link" onClick={() => (asks.value = 'keys')}>
                {words.signInAgain}
              </button>
            </>
          )}
        </p>
      )}
      {error.changed.length > 0 && (
        <>
          <p>{words.changed}:</p>
          <ul>
            {error.changed.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      {each.length > 1 && (
        <ul>
          {each.map((one) => (
            <li key={`${one.function} ${one.message}`}>
              {one.function && <b>{one.function}: </b>}
              {one.code}: {one.message}
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
