// The generated part of docs/cli.md: the commands and their flags, in English and in Chinese.
import { commands } from '../../../js/cli/commands.js'
import { left } from '../../../js/cli/help.js'
import { zh } from '../../../js/cli/words/zh.js'
import * as flags from '../../../js/inputs/flags.js'

export const headings = { en: '## Commands\n\n', zh: '## 命令\n\n' }

const words = {
  en: {
    flag: 'flag',
    common: 'Flags of every command',
    project: 'Flags of every command that reads a project',
    of: (/** @type {string} */ command) => commands[command].about,
    about: (/** @type {string} */ command, /** @type {string} */ flag) => commands[command].flags[flag].about,
    end: '.',
  },
  zh: {
    flag: '参数',
    common: '所有命令的参数',
    project: '读取项目的命令都有的参数',
    of: (/** @type {string} */ command) => zh.commands[command],
    about: chinese,
    end: '。',
  },
}

/** What a flag of a command is for, in Chinese. @param {string} command @param {string} flag */
export function chinese(command, flag) {
  return zh.of[command]?.[flag] ?? zh.flags[flag]
}

/** @param {'en' | 'zh'} language */
export function reference(language) {
  const { flag, common, project, of, about, end } = words[language]
  const cell = (/** @type {string} */ text) => text.replaceAll('|', '\\|')
  const table = (/** @type {string} */ command, /** @type {string[]} */ names) => {
    const rows = names.map(
      (name) => `| \`${cell(left(name, commands[command].flags[name]))}\` | ${cell(about(command, name))} |`,
    )
    return rows.length > 0 ? `| ${flag} | |\n|---|---|\n${rows.join('\n')}\n` : ''
  }
  const sections = Object.entries(commands).map(([name, command]) => {
    const usage = [name, command.operands, '[flags]'].filter(Boolean).join(' ')
    const own = Object.keys(command.flags).filter((known) => !isShared(command.flags, known))
    return `### ${name}\n\n${of(name)}${end}\n\n\`grayscale ${usage}\`\n\n${table(name, own)}`.trimEnd()
  })
  const shared = [
    `### ${common}\n\n${table('plan', Object.keys(flags.common))}`.trimEnd(),
    `### ${project}\n\n${table('plan', Object.keys(flags.project))}`.trimEnd(),
  ]
  return `${[...shared, ...sections].join('\n\n')}\n`
}

/** Whether a flag stands in one of the two tables of shared flags. @param {flags.Flags} of @param {string} name */
function isShared(of, name) {
  if (name in flags.common) return true
  const readsProject = Object.keys(flags.project).every((known) => known in of)
  return readsProject && of[name] === /** @type {flags.Flags} */ (flags.project)[name]
}
