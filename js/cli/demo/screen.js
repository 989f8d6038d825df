// @ts-check
/** @import { Bar } from '../../render/split.js' */
/** @import { Look } from '../../render/text.js' */
/** @import { Chapter } from './story.js' */
/** @import { Measured } from './traffic.js' */
import { bars } from '../../render/split.js'
import { table, wrap } from '../../render/text.js'

/** The demo is to be pasted into slides, so it does not depend on the terminal. */
export const width = 80

/**
 * @param {string} url
 * @param {{ yml: string, env: string }} project
 * @param {string} seed
 * @param {Required<Look>} look
 */
export function opening(url, { yml, env }, seed, { paint }) {
  const intro = `A local SCF listens on ${url} and really runs the code. What follows is done by signed requests to it, and counted in its answers (seed ${seed}).`
  const indented = (/** @type {string} */ text) => text.trimEnd().replaceAll(/^/gm, '    ')
  return [
    paint.bold('A grayscale release, from the first deploy to the rollback'),
    '',
    ...wrap(intro, { width }),
    '',
    paint.dim('  serverless.yml'),
    indented(yml),
    '',
    paint.dim('  .env, with the key that the local SCF has drawn'),
    indented(env),
    '',
  ].join('\n')
}

/**
 * @param {Chapter} chapter
 * @param {string | undefined} code
 * @param {Required<Look>} look
 */
export function heading({ title, text, command }, code, { paint }) {
  const file =
    code === undefined ? [] : ['', paint.dim('  page/index.js'), ...code.split('\n').map((line) => `    ${line}`)]
  const rule = '─'.repeat(width - title.length - 4)
  return [
    '',
    paint.cyan(`── ${paint.bold(title)} ${rule}`),
    ...wrap(text, { width }),
    ...file,
    '',
    paint.bold(`$ grayscale ${command}`),
    '',
  ].join('\n')
}

/**
 * @param {{ split: Bar[], measured: Measured[], requests: number, seconds: number }} found
 * @param {Required<Look>} look
 */
export function proof({ split, measured, requests, seconds }, { paint }) {
  const percent = (/** @type {number} */ count) => ((count / requests) * 100).toFixed(2)
  const rows = measured.map(({ version, answers, errors, pages, low, high, inside }) => [
    version,
    String(answers).padStart(7),
    `${percent(answers).padStart(6)} %`,
    `${percent(low)} to ${percent(high)} %`,
    inside ? paint.green('✔ inside') : paint.red('✖ outside'),
    errors > 0 ? paint.red(String(errors)) : '0',
    pages.join(', ') || '–',
  ])
  const headings = ['version', 'answers', 'measured', 'expected, ±3σ', '', 'errors', 'page']
  const metered = measured.filter(({ metered }) => metered > 0).map(({ version, metered }) => `${version} ${metered}`)
  const metrics = metered.length === 0 ? '' : `  errors by the cloud's own metrics: ${metered.join(', ')}\n`
  return `
  $default  ${bars([split], paint)[0]}

  ${requests} requests ${paint.dim(`(${(requests / seconds).toFixed(0)} per second)`)}
${table(headings, rows, { paint }).join('\n')}
${metrics}`
}

/**
 * @param {number} seconds
 * @param {Required<Look>} look
 */
export function ending(seconds, { paint }) {
  const text = 'every split inside its band, no error after the rollback'
  return `\n${paint.green('✔')} ${paint.bold(text)} ${paint.dim(`(${seconds.toFixed(0)} s)`)}\n`
}
