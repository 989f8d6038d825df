import { browserStore, Grayscale, init, planFrom } from 'scf-grayscale'

const [form, status, share, percent, shown, apply, said] = document.querySelectorAll('[id]')
let gray, observed, plan

const inputs = () => ({ functions: [form.elements.name.value], traffic: share.value / 100 })
const say = (text) => {
  said.textContent = text
}
const told = (work) => work().catch(({ message, hint = '' }) => say(`${message}. ${hint}`))

/** Signs with the keys of the form: they stay in this tab. */
async function look() {
  const { endpoint, secretId, secretKey, name } = Object.fromEntries(new FormData(form))
  await gray?.close()
  gray = new Grayscale({ endpoint, credentials: { secretId, secretKey }, store: browserStore() })
  const [row] = await gray.status({ functions: [name] })
  const split = row.aliases[0]?.split.map(({ version, share }) => `${version} ${Math.round(share * 1e4) / 100}%`) ?? []
  status.textContent = `${name} is ${row.status ?? 'not there'}; ${split.join(' · ')}`
  share.value = row.traffic * 100
  observed = await gray.observe(inputs())
  share.disabled = false
  consider()
}

/** Each place of the slider has its plan, made here of what was seen: nothing is asked. */
function consider() {
  plan = planFrom(inputs(), observed)
  percent.textContent = `${share.value} %`
  shown.textContent = plan.lines.flatMap(({ text = [] }) => text).join('\n')
  apply.disabled = plan.unchanged
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  say('')
  share.disabled = apply.disabled = true
  told(look)
})
share.addEventListener('input', consider)
apply.addEventListener('click', async () => {
  apply.disabled = true
  await told(() => gray.apply(plan, { onEvent: ({ state, text }) => state && say(`${text}: ${state}`) }))
  await told(look)
})
await told(init)
