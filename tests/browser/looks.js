// How pages are looked at: appearances, languages and widths, and a checker of accessibility.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What a checker of accessibility finds wrong with the page as it stands. */
export async function violations(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

export const looks = [
  { name: 'light', language: 'en', options: { colorScheme: 'light' } },
  { name: 'dark', language: 'zh', options: { colorScheme: 'dark', locale: 'zh-CN' } },
  { name: 'narrow', language: 'en', options: { colorScheme: 'light', viewport: { width: 320, height: 700 } } },
  {
    name: 'narrow-dark',
    language: 'zh',
    options: { colorScheme: 'dark', locale: 'zh-CN', viewport: { width: 320, height: 700 } },
  },
]
