// @ts-check
/** @import { Bar } from '../../render/split.js' */
/** @import { Look } from '../../render/text.js' */
/** @import { Chapter } from './story.js' */
/** @import { Measured } from './traffic.js' */
import { bars } from '../../render/split.js'
import { table, widthOf, wrap } from '../../render/text.js'
import { words } from '../../words/index.js'

/** The demo is to be pasted into slides, so it does not depend on the terminal. */
export const width = 80

/**
 * @param {string} url
 * @param {{ yml: string, env: string }} project
 * @param {string} seed
 * @param {Required<Look>} look
 */
export function opening(url, { yml, env }, seed, { paint }) {
  const { title, intro, env: envTitle } = words().demo
  const indented = (/** @type {string} */ text) => text.trimEnd().replaceAll(/^/gm, '    ')
  return [
    paint.bold(title()),
    '',
    ...wrap(intro(url, seed), { width }),
    '',
    paint.dim('  serverless.yml'),
    indented(yml),
    '',
    paint.dim(`  ${envTitle()}`),
    indented(env),
    '',
  ].join('\n')
}

/**
 * @param {Chapter} chapter
 * @param {{ file: string, text: string }[]} code what was written for it
 * @param {Required<Look>} look
 */
export function heading({ name, command }, code, { paint }) {
  const { title, text } = words().demo.chapters[name]
  const files = code.flatMap(({ file, text }) => [
    '',
    paint.dim(`  ${file}`),
    ...text.split('\n').map((line) => `    ${line}`),
  ])
  const rule = '─'.repeat(width - widthOf(title()) - 4)
  return [
    '',
    paint.cyan(`── ${paint.bold(title())} ${rule}`),
    ...wrap(text(), { width }),
    ...files,
    '',
    paint.bold(`$ grayscale ${command}`),
    '',
  ].join('\n')
}

/**
 * @param {{ function: string, split: Bar[], measured: Measured[], requests: number, seconds: number }} found
 * @param {Required<Look>} look
 */
export function proof({ function: name, split, measured, requests, seconds }, { paint }) {
  const said = words().demo
  const percent = (/** @type {number} */ count) => ((count / requests) * 100).toFixed(2)
  const rows = measured.map(({ version, answers, errors, pages, low, high, inside }) => [
    version,
    String(answers).padStart(7),
    `${percent(answers).padStart(6)} %`,
    said.span(percent(low), percent(high)),
    inside ? paint.green(`✔ ${said.inside()}`) : paint.red(`✖ ${said.outside()}`),
    errors > 0 ? paint.red(String(errors)) : '0',
    pages.join(', ') || '–',
  ])
  const { version, answers, measured: share, expected, errors, page } = said.headings
  const headings = [version(), answers(), share(), expected(), '', errors(), page()]
  const metered = measured.filter(({ metered }) => metered > 0).map(({ version, metered }) => `${version} ${metered}`)
  const metrics = metered.length === 0 ? '' : `  ${said.metered(metered)}\n`
  return `
  ${paint.bold(name)}  $default  ${bars([split], paint)[0]}

  ${said.requests(requests)} ${paint.dim(said.perSecond((requests / seconds).toFixed(0)))}
${table(headings, rows, { paint }).join('\n')}
${metrics}`
}

/**
 * @param {number} seconds
 * @param {Required<Look>} look
 */
export function ending(seconds, { paint }) {
  return `\n${paint.green('✔')} ${paint.bold(words().demo.ending())} ${paint.dim(`(${seconds.toFixed(0)} s)`)}\n`
}
