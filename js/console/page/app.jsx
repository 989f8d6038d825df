// @ts-check
import { useEffect, useRef } from 'preact/hooks'
import { askedAt, loading, refresh, shown } from './model/functions.js'
import { guarding, watchHealth } from './model/health.js'
import { lookForUnfinished } from './model/history.js'
import { alarm } from './model/night.js'
import { compared, readJournal } from './model/now.js'
import { look as lookAtChosen, lookFailed } from './model/release.js'
import { Header } from './parts/header.jsx'
import { Trouble } from './parts/trouble.jsx'
import { AtWork, Unfinished } from './parts/unfinished.jsx'
import { route, toHeading } from './route.js'
import { FunctionScreen } from './screens/function.jsx'
import { FunctionsScreen } from './screens/functions.jsx'
import { HistoryScreen } from './screens/history.jsx'
import { ReleaseScreen } from './screens/release.jsx'
import { RolloutScreen } from './screens/rollout.jsx'
import { RolloutsScreen } from './screens/rollouts.jsx'
import { RunsScreen } from './screens/runs.jsx'
import { SignInAgain, SignInScreen } from './screens/sign-in.jsx'
import { returns } from './served.js'
import { account, begin, config, trouble } from './session.js'
import { say } from './words/index.js'

/** The list is looked at again so long after it was asked for, however that went. */
const AGAIN_MS = 12_000
/** The journal, which costs no call of the API: while the page is seen, and while it is not but is to notify. */
const JOURNAL_MS = 5000
const UNSEEN_MS = 60_000

export function App() {
  return (
    <>
      <Header />
      <main id="content" tabIndex={-1}>
        <Content />
      </main>
    </>
  )
}

function Content() {
  const words = say()
  const [place, ...rest] = route.value
  const named = words[/** @type {'functions'} */ (place)]
  // a function or a rollout is called by its own name
  const shows = account.value ? (place === 'rollout' ? words.rollout.one : (named ?? rest.at(-1))) : words.signIn
  const before = alarm.value
  useEffect(() => {
    document.title = `${before}${shows} · ${words.title} · scf-grayscale`
  }, [before, shows, words])
  useFocus()
  if (trouble.value) {
    return (
      <section class="narrow">
        <h1>{words.startFailed}</h1>
        <Trouble error={trouble.value} />
        <button type="button" onClick={begin}>
          {words.tryAgain}
        </button>
      </section>
    )
  }
  if (!config.value) return <p class="narrow">{words.starting}</p>
  if (!account.value) return <SignInScreen />
  return (
    <>
      {account.value.demo && (
        <p key="demo" class="banner demo">
          {words.demo}
        </p>
      )}
      <Looking />
      <AtWork />
      <Unfinished />
      <SignInAgain />
      <Screen />
    </>
  )
}

function Screen() {
  const [place, ...rest] = route.value
  const [region = '', namespace = '', name = ''] = rest
  switch (place) {
    case 'function':
      return <FunctionScreen key={rest.join('/')} place={{ region, namespace, name }} />
    case 'release':
      return <ReleaseScreen />
    case 'runs':
      return <RunsScreen />
    case 'history':
      return <HistoryScreen />
    case 'rollouts':
      return <RolloutsScreen />
    case 'rollout':
      return <RolloutScreen key={region} id={region} />
    default:
      return <FunctionsScreen />
  }
}

/** Whoever goes to another screen, or has signed in, by keys or by ear is at its beginning. */
function useFocus() {
  const begun = useRef(false)
  // nobody has signed in to the demo
  const who = account.value?.demo ? undefined : account.value
  useEffect(() => {
    if (begun.current) toHeading()
    begun.current = true
  }, [route.value, who])
}

/** Looks at the functions as long as somebody sees the page. */
function Looking() {
  useEffect(() => {
    let readAt = Date.now()
    const look = () => {
      const seen = document.visibilityState === 'visible'
      if (seen && Date.now() - askedAt.value > AGAIN_MS) refresh()
      if (!(seen || guarding.value) || Date.now() - readAt < (seen ? JOURNAL_MS : UNSEEN_MS)) return
      readAt = Date.now()
      readJournal()
    }
    const seen = () => {
      look()
      lookForUnfinished()
    }
    // new keys are tried at once
    readJournal()
    refresh()
    if (lookFailed.value) lookAtChosen()
    const timer = setInterval(look, 2000)
    document.addEventListener('visibilitychange', seen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [account.value, returns.value])
  const keys = compared.value
  useEffect(() => (keys === '' ? undefined : watchHealth(keys.split('\n'))), [keys])
  const there = shown.value
  useEffect(() => {
    if (!there) return
    // another tab may have been closed in the middle of a run since
    if (!loading.value) lookForUnfinished()
  }, [there, loading.value, account.value])
  return null
}
