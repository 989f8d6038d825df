// @ts-check
import { useId, useState } from 'preact/hooks'
import { Dialog } from '../parts/dialog.jsx'
import { account, asksAgain, config, signIn } from '../session.js'
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
      <Form />
    </section>
  )
}

/** Keys are asked for again over the page as it is, wherever it is scrolled to. */
export function SignInAgain() {
  const leave = () => (asksAgain.value = false)
  if (!asksAgain.value) return null
  return (
    <Dialog title={say().signIn} onClose={leave}>
      <Form leave={leave} />
    </Dialog>
  )
}

/**
 * Keys for this tab. Nothing of it is kept anywhere, and the form has no address to be sent to.
 *
 * @param {{ leave?: () => void }} props
 */
function Form({ leave }) {
  const words = say()
  const { region, namespace, endpoint } = /** @type {import('../session.js').Config} */ (config.value)
  const [secretId, setId] = useState('')
  const [secretKey, setKey] = useState('')
  const [token, setToken] = useState('')
  const [regions, setRegions] = useState(account.value?.regions.join(', ') ?? region)
  const [namespaces, setNamespaces] = useState(account.value?.namespaces.join(', ') ?? namespace ?? '')
  const list = useId()
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    const keys = { secretId: secretId.trim(), secretKey: secretKey.trim(), token: token.trim() || undefined }
    signIn(keys, { regions: listed(regions.toLowerCase()), namespaces: listed(namespaces) })
  }
  return (
    <>
      <p>{words.signInLead}</p>
      {endpoint && <p class="faint">{words.endpoint(endpoint)}</p>}
      <form onSubmit={submit} autocomplete="off">
        <Field label={words.secretId} value={secretId} onInput={setId} required />
        <Field label={words.secretKey} value={secretKey} onInput={setKey} secret required />
        <Field label={`${words.token} (${words.optional})`} value={token} onInput={setToken} secret />
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
        <p class="row">
          <button type="submit" class="primary">
            {words.signIn}
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
