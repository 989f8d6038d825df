// @ts-check
/** @import { GrayscaleError } from '../../../errors.js' */
import { useId, useState } from 'preact/hooks'
import { Dialog } from '../parts/dialog.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { account, asks, config, placesBefore, signIn } from '../session.js'
import { say } from '../words/index.js'

/** Regions that SCF has, for whoever types; any other is taken too. */
const known = [
  'ap-guangzhou',
  'ap-shanghai',
  'ap-beijing',
  'ap-chengdu',
  'ap-nanjing',
  'ap-hongkong',
  'ap-singapore',
  'ap-tokyo',
  'ap-mumbai',
  'eu-frankfurt',
  'na-siliconvalley',
  'na-ashburn',
]

export function SignInScreen() {
  return (
    <section class="narrow card">
      <h1 tabIndex={-1}>{say().signIn}</h1>
      <Form keys />
    </section>
  )
}

/** Keys, or regions and namespaces alone, are asked for again over the page as it is, wherever it is scrolled to. */
export function SignInAgain() {
  const words = say()
  const leave = () => (asks.value = undefined)
  if (!asks.value) return null
  const keys = asks.value === 'keys'
  return (
    <Dialog title={keys ? words.signIn : words.changePlaces} onClose={leave}>
      <Form keys={keys} leave={leave} />
    </Dialog>
  )
}

/**
 * Keys for this tab: they are kept nowhere, and the form has no address to be sent to. Regions and namespaces are kept for the
 * next visit. What the API does not take leaves everything as it was typed.
 *
 * @param {{ keys: boolean, leave?: () => void }} props `keys`: whether they are asked for, too
 */
function Form({ keys, leave }) {
  const words = say()
  const about = /** @type {import('../session.js').Config} */ (config.value)
  const before = account.value ?? placesBefore(about)
  const [tried, settle] = useState(/** @type {{ busy?: boolean, error?: GrayscaleError }} */ ({}))
  const [secretId, setId] = useState('')
  const [secretKey, setKey] = useState('')
  const [token, setToken] = useState('')
  const [regions, setRegions] = useState(before.regions.join(', '))
  const [namespaces, setNamespaces] = useState(before.namespaces.join(', '))
  const list = useId()
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault()
    const given = { secretId: secretId.trim(), secretKey: secretKey.trim(), token: token.trim() || undefined }
    settle({ busy: true })
    const where = { regions: listed(regions.toLowerCase()), namespaces: listed(namespaces) }
    settle({ error: await signIn(keys ? given : undefined, where) })
  }
  return (
    <>
      {keys && <p>{words.signInLead}</p>}
      {keys && about.endpoint && <p class="faint">{words.endpoint(about.endpoint)}</p>}
      <form onSubmit={submit} autocomplete="off">
        {keys && (
          <>
            <Field label={words.secretId} value={secretId} onInput={setId} required />
            <Field label={words.secretKey} value={secretKey} onInput={setKey} secret required />
            <Field label={`${words.token} (${words.optional})`} value={token} onInput={setToken} secret />
          </>
        )}
        <Field
          label={words.regions}
          hint={words.regionsHint}
          value={regions}
          onInput={setRegions}
          pattern="[A-Za-z0-9\-,，、\s]+"
          list={list}
          required
        />
        <datalist id={list}>
          {known.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Field
          label={`${words.namespaces} (${words.optional})`}
          hint={words.namespacesHint}
          value={namespaces}
          onInput={setNamespaces}
        />
        <Trouble error={tried.error} asking />
        <p class="row">
          <button type="submit" class="primary" disabled={tried.busy}>
            {tried.busy ? words.checking : keys ? words.signIn : words.save}
          </button>
          {leave && (
            <button type="button" onClick={leave}>
              {words.cancel}
            </button>
          )}
        </p>
      </form>
    </>
  )
}

/** @param {string} text */
const listed = (text) =>
  text
    .split(/[,，、\s]+/)
    .map((word) => word.trim())
    .filter(Boolean)

/**
 * @param {{ label: string, value: string, onInput: (text: string) => void, hint?: string, secret?: boolean,
 *   required?: boolean, list?: string, pattern?: string }} props
 */
function Field({ label, value, onInput, hint, secret = false, required = false, list, pattern }) {
  const id = useId()
  const same = {
    id,
    value,
    required,
    pattern,
    title: pattern && hint,
    spellcheck: false,
    'aria-describedby': hint && `${id}-hint`,
    onInput: (/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => onInput(event.currentTarget.value),
  }
  return (
    <p class="field">
      <label for={id}>{label}</label>
      {secret ? (
        // browsers offer to keep passwords; these are not theirs to keep
        <input {...same} type="password" autocomplete="new-password" />
      ) : (
        <input {...same} type="text" list={list} autocomplete="off" />
      )}
      {hint && (
        <span id={`${id}-hint`} class="hint">
          {hint}
        </span>
      )}
    </p>
  )
}
