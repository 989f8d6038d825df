import { browserStore, Grayscale, init, planFrom } from 'scf-grayscale'

const [form] = document.forms
const [status, share, percent, shown, apply, said] = ['status', 'share', 'percent', 'plan', 'apply', 'said'].map((id) =>
  document.getElementById(id),
)
let gray, observed, plan

const wanted = () => ({ functions: [form.elements.name.value], traffic: share.value / 100 })
const told = (work) => {
  said.textContent = ''
  return work().catch((error) => {
    said.textContent = [error.message, error.hint].filter(Boolean).join(': ')
  })
}

/** Signs with the keys of the form: they stay in this tab. */
async function look() {
  const { endpoint, secretId, secretKey, name } = Object.fromEntries(new FormData(form))
  await gray?.close()
  gray = new Grayscale({ endpoint, credentials: { secretId, secretKey }, store: browserStore() })
  const [row] = await gray.status({ functions: [name] })
  const [alias] = row.aliases
  status.textContent = `${row.name} is ${row.status}; ${alias.split.map((one) => `${one.version} ${one.share}`).join(' · ')}`
  share.value = row.traffic * 100
  observed = await gray.observe(wanted())
  share.disabled = false
  consider()
}

/** Each place of the slider has its plan, made here of what was seen: nothing is asked. */
function consider() {
  plan = planFrom(wanted(), observed)
  percent.textContent = `${share.value} %`
  shown.textContent = plan.lines.flatMap(({ text = [] }) => text).join('\n')
  apply.disabled = plan.unchanged
}

form.onsubmit = (event) => {
  event.preventDefault()
  told(look)
}
share.oninput = () => told(async () => consider())
apply.onclick = () =>
  told(async () => {
    apply.disabled = true
    const { functions } = await gray.apply(plan, { onEvent: ({ type }) => (said.textContent = type) })
    said.textContent = functions.map(({ name, status }) => `${name}: ${status}`).join(', ')
    await look()
  })

await told(init)
