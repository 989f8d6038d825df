// @ts-check
// The cells of docs/compatibility.md in Chinese.

/** What cells say. @type {[RegExp, string][]} */
const texts = [
  [/^–$/, '–'],
  [/^yes$/, '可以'],
  [/^yes, but for its logs, which it asks of CLS$/, '可以，日志除外（它向 CLS 查询）'],
  [
    /^yes; `--inputs` reaches all, with (`[^`]+`) that one; an error exits with (\d)$/,
    '可以；`--inputs` 到达全部，用 $1 时只到那一个；出错时退出码 $2',
  ],
  [
    /^yes; `--inputs` reaches none, with (`[^`]+`) that one; an error exits with (\d)$/,
    '可以；`--inputs` 都到不了，用 $1 时到那一个；出错时退出码 $2',
  ],
  [/^(\d+): (\d+) alike, else ours as documented$/, '$1 次：$2 次相同，其余以本项目的文档为准'],
  [/^(`[^`]+`) of each inside (`[^`]+`)$/, '各自的 $1 在 $2 之内'],
  [/^(`[^`]+`), then (`[^`]+`)$/, '$1，然后 $2'],
  [/^(`[^`]+`)(?:, (`[^`]+`))?$/, '$&'],
  [/^deploys$/, '部署'],
  [/^without code$/, '不含代码'],
  [/^of the last deployment$/, '上次部署的'],
  [/^with `store`$/, '需要 `store`'],
  [/^`previous` with `store`$/, '`previous` 需要 `store`'],
  [/^exit (\d)$/, '退出码 $1'],
  [/^error, exits with (\d)$/, '报错，退出码 $1'],
  [/^error, exits with (\d); behind another option, with (\d)$/, '报错，退出码 $1；在其他选项之后为 $2'],
  [
    /^dropped by the CLI: deploys without, and says that neither arrived$/,
    '被命令行丢掉：照常部署，并说明两者都没有收到',
  ],
  [/^refused by the CLI, exits with (\d)$/, '被命令行拒绝，退出码 $1'],
  [/^refused by the CLI: leave the line out$/, '被命令行拒绝：去掉这一行'],
  [/^the CLI asks its platform, no component$/, '命令行询问自己的平台，不经过组件'],
  [/^the CLI breaks off, exits with (\d)$/, '命令行报错停止，退出码 $1'],
  [/^the CLI makes it 0$/, '命令行把它变成 0'],
  [/^the last one counts$/, '最后一个有效'],
]

/** Names of rows and columns that are words; the others are names of programs and commands. @type {[string, string][]} */
const names = [
  ['answers as its models', '应答符合其模型'],
  ['arguments unfolded', '参数展开'],
  ['endpoint as URL', '接入地址写成 URL'],
  ['error codes as its list', '错误码在其列表中'],
  ['errors', '错误'],
  ['proxy', '代理'],
  ['temporary token', '临时令牌'],
  ['the same random histories as ours', '与本项目相同的随机操作序列'],
  ['bare `sls`', '只输入 `sls`'],
  ['stage', '环境'],
  ['instances in subdirectories', '子目录里的实例'],
  ['packaged by the framework', '由框架打包'],
  ['projects of tencent-scf', 'tencent-scf 的项目'],
  ['publish and traffic', 'publish 和 traffic'],
  ['several functions', '多个函数'],
  ['`stage: ${env:STAGE}`, STAGE in `.env`', '`stage: ${env:STAGE}`，STAGE 在 `.env` 里'],
  [' engine ', ' 引擎 '],
  [' (empty)', '（空）'],
  ['no bundler', '不用打包工具'],
  [', its dev server', '，它的开发服务器'],
  [', with ', '，用 '],
  ['journal in the browser', '浏览器里的操作记录'],
  ['nothing of Node in the bundle', '打包结果不含 Node 的内容'],
  ['page', '页面'],
  ['request handler', '请求处理函数'],
  ['through a relay to the API', '经转发到达 API'],
  ['types', '类型'],
]

/** @param {string} text of a cell */
export function inChinese(text) {
  const found = texts.find(([pattern]) => pattern.test(text))
  if (!found) throw new Error(`scripts/lib/cells-zh.mjs has no Chinese for the cell: ${text}`)
  return text.replace(...found)
}

/** @param {string} name of a row or a column */
export function nameInChinese(name) {
  const whole = names.find(([english]) => english === name)
  if (whole) return whole[1]
  return names.filter(([english]) => /^[ ,]/.test(english)).reduce((text, pair) => text.replace(...pair), name)
}
