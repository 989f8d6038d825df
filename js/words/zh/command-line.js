// @ts-check
/** 命令行的错误。 */
import { quoted, said } from '../said.js'
import { typed } from '../typed.js'

/** @typedef {import('../en/command-line.js').Nearest} Nearest */

/** @param {Nearest} nearest */
export const meant = ({ near, known }) => (near === undefined ? `可用的有：${known.join('、')}` : `是否想写 ${near}？`)

const beforeApply = () =>
  `${typed({ verb: 'plan', flags: { out: 'FILE' } })} 会写出计划文件并打印其指纹（8 到 64 位十六进制数字）；${typed({ verb: 'deploy' })} 则直接计划并执行`

/** @type {typeof import('../en/command-line.js').commandLine} */
export const commandLine = {
  UnknownLanguage: ({ language, from }) => said(`${from} 的值 ${quoted(language)} 不是支持的语言`, '请写 en 或 zh'),
  'MissingCommand.none': () => said('没有给出命令', 'grayscale --help 列出全部命令；grayscale demo 演示用法'),
  'MissingCommand.flagFirst': ({ word }) =>
    said(`命令的位置上是 ${word}`, '请先写命令：grayscale deploy --traffic 0.1'),
  'UnknownCommand.cli': ({ word, ...nearest }) => said(`grayscale 没有命令 ${quoted(word)}`, meant(nearest)),
  'UnknownCommand.aliasNone': ({ known }) => said('alias 后面没有写动作', `可用的有：${known.join('、')}`),
  'UnknownCommand.alias': ({ word, ...nearest }) => said(`alias 没有动作 ${quoted(word)}`, meant(nearest)),
  'UnknownCommand.storeNone': ({ known }) => said('`store` 后面没有写动作', `可用的有：${known.join('、')}`),
  'UnknownCommand.store': ({ word, ...nearest }) => said(`\`store\` 没有动作 ${quoted(word)}`, meant(nearest)),
  'UnknownCommand.rolloutNone': ({ known }) => said('`rollout` 后面没有写动作', `可用的有：${known.join('、')}`),
  'UnknownCommand.rollout': ({ word, ...nearest }) => said(`\`rollout\` 没有动作 ${quoted(word)}`, meant(nearest)),
  'UnknownCommand.rolloutAgentNone': ({ known }) =>
    said('`rollout agent` 后面没有写动作', `可用的有：${known.join('、')}`),
  'UnknownCommand.rolloutAgent': ({ word, ...nearest }) =>
    said(`\`rollout agent\` 没有动作 ${quoted(word)}`, meant(nearest)),
  'UnknownShell.none': ({ known }) => said('completion 后面没有写 shell', `可用：${known.join('、')}`),
  'UnknownShell.unknown': ({ word, ...nearest }) => said(`没有 shell ${quoted(word)} 的补全`, meant(nearest)),
  'UnknownCommand.action': ({ word, known }) =>
    said(`这个 GitHub Action 没有命令 ${quoted(word)}`, `可用：${known.join('、')}`),
  'UnknownFlag.dashes': ({ written, likely }) => said(`${written} 多了一个短横线`, `请写 ${likely}`),
  'UnknownFlag.unknown': ({ written, ...nearest }) => said(`未知的参数 ${written}`, meant(nearest)),
  'MissingValue.flag': ({ written, value, empty }) =>
    said(empty ? `${written} 的值为空` : `${written} 缺少值`, `请写 ${written} ${value}`),
  'MissingValue.inputs': () => said('--inputs 后面没有 KEY=VALUE', '--inputs traffic=0.1'),
  'MissingValue.rollout': () => said('项目里没有 `rollout`', '请写预设的名称或文件：`grayscale rollout lint canary`'),
  'MissingValue.template': () =>
    said('`import` 之后没有模板', '请写 SAM 模板的路径：`grayscale rollout import template.yaml`'),
  'MissingValue.gate': () =>
    said('`approve` 后面没有写关卡', `${typed({ verb: 'rollout status' })} 显示正在等待的关卡`),
  'MissingValue.exported': ({ names }) =>
    said(`未导出：${names.join('、')}；未做任何修改`, '请导出这些变量，然后重新执行同一命令'),
  'MissingValue.agentRole': () =>
    said(
      '看护函数需要一个角色，使用其密钥；未做任何修改',
      `请用这里打印的两份策略创建角色（访问管理，角色），然后执行：${typed({ verb: 'rollout agent deploy', flags: { role: 'NAME' } })}`,
    ),
  'UnexpectedValue.notTaken': ({ written, value }) =>
    said(`${written} 不接受值，却给了 ${quoted(value)}`, `请写 ${written}`),
  'UnexpectedValue.notAPair': ({ word }) =>
    said(`--inputs 后面的 ${quoted(word)} 不是 KEY=VALUE`, '--inputs traffic=0.1'),
  'UnexpectedValue.loosePair': ({ word, flag }) =>
    said(`${quoted(word)} 既不是参数也不是名称`, `是否想写 ${flag ? '--' : '--inputs '}${word}？`),
  'UnexpectedValue.noFlag': ({ word, command }) =>
    said(`${quoted(word)} 不属于任何参数`, `grayscale ${command} --help 列出参数`),
  'UnexpectedValue.ofList': ({ word }) =>
    said(`${quoted(word)} 不属于任何参数`, `grayscale status ${word} 显示一个函数；grayscale list --help 列出参数`),
  'UnexpectedValue.openQuote': () => said('`arguments` 中有一个引号没有闭合', '成对书写：--only "fun01,fun02"'),
  'UnexpectedValue.number': ({ word }) =>
    said(`${quoted(word)} 前面没有参数，也不是函数名`, '比例写 --traffic 0.1，要退回的版本写 --to 7'),
  'UnexpectedValue.besidePlan': ({ word }) =>
    said(`计划文件已写明要做什么，不能再写 ${word}`, '请去掉它，或带上它重新计划'),
  'UnexpectedValue.behindPlanFile': ({ word }) => said(`计划文件后面多了 ${quoted(word)}`, '请去掉它'),
  'UnexpectedValue.secondRun': ({ word }) => said(`undo 一次只能撤销一个运行，${word} 是第二个`, '请逐个撤销'),
  'UnexpectedValue.secondAlias': ({ word }) =>
    said(`${quoted(word)} 不属于任何参数`, `一次只能处理一个别名；函数写 --function ${word}`),
  'RepeatedFlag.twice': ({ name, word }) => said(`${name} 给了两次，第二次是 ${quoted(word)}`, '请只写一次'),
  'RepeatedFlag.functions': ({ flag }) => said(`函数写了两次：${flag} 和不带参数的名称`, '请只写一次'),
  'RepeatedFlag.alias': () => said('别名写了两次：--name 和不带参数的名称', '请只写一次'),
  'MisplacedInput.onlyOfResume': () => said('继续项目的运行时不能用 --only 缩小范围', '请去掉它'),
  'MisplacedInput.withoutRollout': (/** @type {{ written: string }} */ { written }) =>
    said(`没有渐进发布时 ${written} 没有意义`, '请加上 `--rollout canary`，或去掉它'),
  'MisplacedInput.ofRollout': ({ written, action, actions }) =>
    said(`${written} 对 \`rollout ${action}\` 没有意义`, `请去掉它；它用于：\`${actions.join(' ')}\``),
  'InvalidFlag.id': ({ value }) =>
    said(`--id ${quoted(value)} 不是渐进发布的标识`, `${typed({ verb: 'rollout status' })} 显示最近的一次`),
  'InvalidFlag.step': ({ value }) => said(`--step ${value} 不是步骤的序号`, '步骤从 1 数起：--step 2'),
  'InvalidFlag.from': ({ value }) => said(`--from ${value} 不是时长`, '例如 --from 12h 或 7d'),
  'InvalidFlag.seed': ({ value }) => said(`--seed ${value} 不是整数`, '例如 --seed 7'),
  'InvalidFlag.timeout': ({ value }) => said(`--timeout ${value} 不是时长`, '例如 --timeout 30m、1h30m 或 90s'),
  'InvalidFlag.port': ({ value }) => said(`--port ${value} 不是端口`, '请写 0 到 65535 的数字；0 表示任选空闲端口'),
  'InvalidFlag.credentials': ({ value }) =>
    said(`--credentials ${quoted(value)} 无效`, '可用 --credentials env；不写则由页面询问密钥'),
  'InvalidFlag.runtime': ({ value, offered }) =>
    said(
      `无法为运行时 ${quoted(value)} 写出第一个函数`,
      `可用 ${offered.join('、')}，或它们的其他版本；其他运行时请自己写项目文件（docs/inputs.md）`,
    ),
  ProjectNotWritten: ({ path, why }) =>
    said(`无法写入 ${path}：${why}`, '之前写入的文件保留；再次运行同一命令写入其余文件'),
  'InvalidFlag.requests': ({ value }) => said(`--requests ${value} 不是 100 到 100000 的整数`, '例如 --requests 2000'),
  'InvalidFlag.besideDemo': ({ name, value }) =>
    said(
      `--demo 自带 ${name}，--${name} ${value} 不起作用`,
      `要在 ${value} 上操作请去掉 --demo，要演示请去掉 --${name}`,
    ),
  ConsoleFailed: ({ why }) => said(`控制台无法监听端口：${why}`, '不写 --port 则任选空闲端口'),
  ConsoleNotBuilt: ({ directory }) =>
    said(
      `控制台页面尚未构建：${directory} 中没有 index.html`,
      '在克隆的仓库中请执行 npm run console:build；npm 包自带构建好的页面',
    ),
  'InvalidFingerprint.noFile': ({ path }) => said(`没有文件 ${path}：apply 执行此前看过的计划`, beforeApply()),
  'InvalidFingerprint.missing': () => said('既没有文件也没有指纹：apply 执行此前看过的计划', beforeApply()),
  'InvalidFingerprint.notOne': ({ word }) => said(`${quoted(word)} 不是指纹：apply 执行此前看过的计划`, beforeApply()),
  'UnreadableFile.event': ({ why }) => said(`无法读取事件：${why}`, '请写 --event @FILE，标准输入写 --event -'),
  'UnreadableFile.plan': ({ path, why }) =>
    said(`无法读取计划文件 ${path}：${why}`, `${typed({ verb: 'plan', flags: { out: 'FILE' } })} 会写出计划文件`),
  'UnreadableFile.template': ({ path, why }) => said(`无法读取模板 ${path}：${why}`, '请写 SAM 模板的路径'),
  'UnreadableFile.noPreference': ({ path }) =>
    said(`${path} 里没有函数启用了 \`DeploymentPreference\``, '没有可导入的内容'),
  'UnreadableFile.rollout': ({ path, why }) =>
    said(`无法读取渐进发布文件 ${path}：${why}`, '请写含有步骤的文件的路径，或预设的名称，例如 `--rollout canary`'),
  PlanNotWritten: ({ path, why }) => said(`计划无法写入 ${path}：${why}；未做任何更改`, '请给 --out 一个可写的路径'),
  FunctionNotFound: ({ names, places }) =>
    said(
      `${places.map(({ region, namespace }) => `${region} 的命名空间 ${namespace}`).join('、')} 中没有函数 ${names.join('、')}`,
      '请检查名称、环境、地域和命名空间：云上的函数名是 <key>-<stage>，组件的唯一函数是 <instance>-<stage>-<app>',
    ),
  'ProjectNotFound.none': ({ dir, passedOver, names, flag }) =>
    said(
      `${dir} 中没有找到项目${passedOver.map(({ file, why }) => `；${file}：${why}`).join('')}`,
      `请在 serverless.yml、grayscale.yml 或 serverless.js 所在目录运行，或给出 --cwd 或 --file${names ? `；也可以写云上的函数名${flag && `：${flag}`}` : ''}`,
    ),
  'NotConfirmed.declined': () => said('未确认；未做任何更改', '--yes 不再询问'),
  'NotConfirmed.notTyped': ({ word }) => said(`没有输入 ${word}；未做任何更改`, '--yes 不再询问'),
  'Interrupted.question': () => said('在询问时停止；未做任何更改'),
  'Interrupted.watch': (/** @type {{ id: string }} */ { id }) =>
    said(
      '已停止查看；渐进发布保持原样，此处不再推进',
      `继续：${typed({ verb: 'rollout watch', flags: { id } })}，或每分钟运行一次 ${typed({ verb: 'rollout tick', flags: { id } })}；退回：${typed({ verb: 'rollout abort', flags: { id } })}`,
    ),
  'Interrupted.rollout': () => said('已停止查看；渐进发布保持原样'),
  'Interrupted.demo': () => said('演示已停止；本机的 SCF 已关闭'),
  'DemoFailed.outside': ({ title, function: name, version, answers, low, high }) =>
    said(
      `${title}：${name} ${version} 响应了 ${answers} 次，不在 ${low} 到 ${high} 之内`,
      '用相同的 --seed 可以重现；请报告这个问题',
    ),
  'DemoFailed.errors': ({ title, function: name, version, errors, metered, expected }) =>
    said(
      `${title}：${name} ${version} 失败了 ${errors} 次（监控显示 ${metered} 次），应为 ${expected} 次`,
      '用相同的 --seed 可以重现；请报告这个问题',
    ),
  'DemoFailed.answer': ({ why }) => said(`一次调用以演示未预期的方式失败：${why}`),
}
