// The generated part of docs/permissions.md: policies to copy, and which command calls what.
import { policyOf, policyTable } from '../../../js/policy.js'

const policies = [
  ['To look: `grayscale policy status list plan metrics logs`', ['status', 'list', 'plan', 'metrics', 'logs']],
  ['To give traffic back: `grayscale policy rollback`', ['rollback']],
  ['To release, in CI for example: `grayscale policy deploy rollback status`', ['deploy', 'rollback', 'status']],
]

export const heading = '## Policies to copy\n\nMade by `grayscale policy` outside a project, so for any project.\n\n'

export function permissions() {
  const copies = policies.map(
    ([title, commands]) =>
      `${title}\n\n\`\`\`json\n${JSON.stringify(policyOf({ commands }).policy, undefined, 2)}\n\`\`\`\n`,
  )
  return `${copies.join('\n')}\n## What each command calls\n\n${sections().join('\n')}`
}

function sections() {
  return Object.entries(policyTable()).map(([command, uses]) => {
    const rows = uses.map(
      ({ granted, purpose, when, without }) =>
        `| ${granted.map((name) => `\`${name}\``).join(', ')} | ${purpose} | ${when.join('; or ')} | ${without ?? ''} |`,
    )
    return `### ${command}\n\n| action | what for | only where | without it |\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
}
