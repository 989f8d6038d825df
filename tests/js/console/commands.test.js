// The lines that the page offers to copy, by what docs/cli.md says; a shell itself reads them back.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import test from 'node:test'
import {
  historyCommand,
  quoted,
  releaseCommand,
  rollbackCommand,
  rolloutCommand,
  undoCommand,
} from '../../../js/console/page/model/command.js'

const cart = { region: 'ap-guangzhou', namespace: 'default', name: 'cart', stable: '2' }
const mail = { region: 'ap-shanghai', namespace: 'orders', name: 'mail', stable: '7' }
const project = { journal: { stage: 'prod' } }

/** The words that a shell makes of a line. */
const words = (line) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

test('a word that a shell would change is quoted, any other is not', () => {
  for (const plain of [
    'cart',
    'ap-guangzhou',
    '0.25',
    'name=cart',
    'https://127.0.0.1:9000/x',
    '--publish=true',
    '50%',
  ]) {
    assert.equal(quoted(plain), plain)
  }
  assert.equal(quoted('$latest'), "'$latest'")
  assert.equal(quoted(''), "''")
  assert.equal(quoted('=ls'), "'=ls'")
})

test('whatever a name is, a shell reads it back as it was', () => {
  const odd = [
    '$(touch /tmp/x)',
    '`id`',
    "it's",
    'a b',
    'a\nb',
    '$latest',
    '*',
    '~root',
    '#x',
    '!!',
    '"',
    '\\',
    '函数',
    '{a,b}',
    'a;b',
    '-n',
  ]
  const { text } = rollbackCommand(
    odd.map((name) => ({ ...cart, name })),
    {},
  )
  assert.deepEqual(words(text), ['grayscale', 'rollback', ...odd, '--region', 'ap-guangzhou'])
})

test('a rollback names the functions of one place in a line', () => {
  assert.equal(
    rollbackCommand([cart, mail, { ...cart, name: 'pricing' }], {}).text,
    'grayscale rollback cart pricing --region ap-guangzhou\n' +
      'grayscale rollback mail --region ap-shanghai --namespace orders',
  )
  assert.equal(
    rollbackCommand([cart], project, '1').text,
    'grayscale rollback cart --to 1 --stage prod --region ap-guangzhou',
  )
})

test('where calls go elsewhere, the line says where', () => {
  const here = { endpoint: 'http://10.0.0.1:9000', insecure: true }
  assert.equal(
    rollbackCommand([cart], here).text,
    'grayscale rollback cart --region ap-guangzhou --endpoint http://10.0.0.1:9000 --insecure',
  )
})

test('without a project a share is a deploy that brings no code', () => {
  assert.deepEqual(releaseCommand({ choice: 'canary', share: 0.25, places: [cart] }, {}), {
    text: 'grayscale deploy --traffic 0.25 --region ap-guangzhou --inputs name=cart',
  })
  assert.equal(
    releaseCommand({ choice: 'everything', share: 0, places: [cart] }, {}).text,
    'grayscale deploy --publish=true --traffic 0 --region ap-guangzhou --inputs name=cart',
  )
})

test('in a project a share does not upload what lies there', () => {
  const { text, uploads } = releaseCommand({ choice: 'canary', share: 0.25, places: [cart] }, project)
  assert.equal(
    text,
    "grayscale alias update '$default' --function cart --version '$latest' --weights 2=0.75 --stage prod --region ap-guangzhou",
  )
  assert.equal(uploads, undefined)
  const all = releaseCommand({ choice: 'canary', share: 1, places: [cart] }, project).text
  assert.equal(
    all,
    "grayscale alias update '$default' --function cart --version '$latest' --stage prod --region ap-guangzhou",
  )
  const none = releaseCommand({ choice: 'canary', share: 0, places: [cart] }, project).text
  assert.equal(none, "grayscale alias update '$default' --function cart --version 2 --stage prod --region ap-guangzhou")
})

test('a line that also deploys the code of the project says so', () => {
  assert.deepEqual(releaseCommand({ choice: 'everything', share: 0, places: [cart] }, project), {
    text: 'grayscale deploy --only cart --publish=true --traffic 0 --stage prod --region ap-guangzhou',
    uploads: true,
  })
})

test('publishing alone', () => {
  assert.equal(
    releaseCommand({ choice: 'publish', share: 0, places: [cart] }, project).text,
    'grayscale publish cart --stage prod --region ap-guangzhou',
  )
})

test('an undo is a line only where the command line has the same journal', () => {
  assert.equal(undoCommand('395e42de', [cart], {}), undefined)
  assert.equal(
    undoCommand('395e42de', [cart], project)?.text,
    'grayscale undo 395e42de --stage prod --region ap-guangzhou',
  )
  assert.equal(rolloutCommand('abort', 'r1', {}), undefined)
  assert.equal(
    rolloutCommand('promote', 'r1', project, ['--step', '2'])?.text,
    'grayscale rollout promote --step 2 --id r1 --stage prod',
  )
})

const run = (kind, order, who = 'li.wei@laptop (pid 7)') => ({
  run: '395e42de',
  kind,
  who,
  order: {
    alias: '$default',
    byRules: false,
    functions: [{ key: 'cart', name: 'cart-prod', region: 'ap-guangzhou', namespace: 'default', publish: false }],
    ...order,
  },
})

test('an earlier run as a line: that of a page brought no code, that of the command line did', () => {
  const deploy = run('deploy', { traffic: '0.2' })
  assert.deepEqual(historyCommand(deploy, project), {
    text: 'grayscale deploy --only cart --traffic 0.2 --stage prod --region ap-guangzhou',
    uploads: true,
  })
  assert.equal(
    historyCommand(run('deploy', { traffic: '0.2' }, 'li.wei@console (laptop)'), {})?.text,
    'grayscale deploy --traffic 0.2 --region ap-guangzhou --inputs name=cart-prod',
  )
  assert.equal(
    historyCommand(run('rollback', { to: '1' }), project)?.text,
    'grayscale rollback cart-prod --to 1 --stage prod --region ap-guangzhou',
  )
})

test('what no line gives has none: rules, other aliases, pruning, an abort', () => {
  assert.equal(historyCommand(run('deploy', { byRules: true }), project), undefined)
  assert.equal(historyCommand(run('update-alias', { alias: 'live' }), project), undefined)
  assert.equal(historyCommand(run('prune', {}), project), undefined)
  assert.equal(historyCommand(run('abort', { to: 'x' }), project), undefined)
  assert.equal(historyCommand({ run: 'x', kind: 'deploy' }, project), undefined)
})
