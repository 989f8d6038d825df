// The generated part of docs/permissions.md, in English and in Chinese: policies to copy, and which command calls what.

import { speak } from '../../../js/index.js'
import { policyOf, policyTable } from '../../../js/policy.js'

/** @type {[title: Record<'en' | 'zh', string>, commands: string[]][]} */
const policies = [
  [{ en: 'To look', zh: '查看' }, ['status', 'list', 'plan', 'metrics', 'logs']],
  [{ en: 'To roll back', zh: '回滚' }, ['rollback']],
  [{ en: 'To release, for example in CI', zh: '发布，例如在 CI 中' }, ['deploy', 'rollback', 'status']],
]

export const headings = {
  en: '## Policies to copy\n\n`grayscale policy` printed these outside a project, so they fit any project.\n\n',
  zh: '## 可复制的策略\n\n这些策略由 `grayscale policy` 在项目之外打印，所以适用于任何项目。\n\n',
}

const words = {
  en: {
    colon: ': ',
    calls: 'What each command calls',
    row: '| action | what for | only when | without it |',
    or: '; or ',
  },
  zh: {
    colon: '：',
    calls: '各命令调用的接口',
    row: '| 接口 | 用途 | 仅当 | 没有权限时 |',
    or: '；或',
  },
}

/** @param {'en' | 'zh'} language */
export function permissions(language) {
  const { colon, calls } = words[language]
  const copies = policies.map(([title, commands]) => {
    const { policy } = policyOf({ commands })
    const json = JSON.stringify(policy, undefined, 2)
    return `${title[language]}${colon}\`grayscale policy ${commands.join(' ')}\`\n\n\`\`\`json\n${json}\n\`\`\`\n`
  })
  return `${copies.join('\n')}\n## ${calls}\n\n${sections(language).join('\n')}`
}

/** @param {'en' | 'zh'} language */
function sections(language) {
  const { row, or } = words[language]
  speak({ language })
  const table = Object.entries(policyTable())
  speak({ language: 'en' })
  return table.map(([command, uses]) => {
    const rows = uses.map(({ granted, purpose, when, without }) => {
      const actions = granted.map((/** @type {string} */ name) => `\`${name}\``).join(', ')
      return `| ${actions} | ${purpose.text} | ${when.map(({ text }) => text).join(or)} | ${without?.text ?? ''} |`
    })
    return `### ${command}\n\n${row}\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
}
