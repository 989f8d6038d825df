// @ts-check
/** 库的错误：加载、密钥、操作记录及其锁；以及请求或文件失败的原因。 */
import { said } from '../said.js'
import { typed } from '../typed.js'

/** @type {typeof import('../en/runtime.js').runtime} */
export const runtime = {
  InternalError: ({ what }) =>
    said(
      `scf-grayscale 意外失败：${what}`,
      '这是 scf-grayscale 或传入函数的缺陷。请附上命令及其输出进行报告。如果有操作记录，其中写明了做过哪些更改。',
    ),
  NotReady: () => said('wasm 模块尚未加载，未执行任何操作', '请先执行一次 await init()'),
  ModuleNotLoaded: ({ url, why }) =>
    said(
      `无法${url === undefined ? '' : `从 ${url} `}加载 wasm 模块：${why}`,
      '请检查该处是否提供 scf_grayscale_bg.wasm，或把它的 URL、字节或编译好的模块传给 init：docs/browser.md 列出各打包工具的写法',
    ),
  UnknownOption: ({ option, known }) => said(`Grayscale 没有选项 ${option}`, `可用的有：${known.join('、')}`),
  'UnknownOption.host': ({ host, known }) => said(`speak 没有 host ${host}`, `可用的有：${known.join('、')}`),
  'MissingCredentials.notGiven': () =>
    said('没有给出密钥，因此未发送任何请求', '请给出 credentials: { secretId, secretKey }，或返回它们的异步函数'),
  CredentialsFailed: ({ why }) =>
    said(`作为 credentials 传入的函数失败：${why}`, '这次调用未发送任何请求；请修复密钥的来源，然后重新执行同一命令'),
  SignerDisposed: () => said('签名器已释放，不再保存密钥', '请新建一个'),
  'InvalidRequest.body': () => said('body 必须是文本、字节、{ sha256 } 或 { unsigned: true }'),
  'InvalidRequest.text': ({ name, type }) => said(`${name} 必须是字符串，现在的类型是 ${type}`),
  JournalFailed: ({ reason, unchanged }) =>
    said(`${reason}${unchanged ? '；未做任何更改' : ''}`, '请解决后重新执行同一命令'),
  UnsafeJournal: ({ reason, path, unchanged }) =>
    said(
      `${reason}${unchanged ? '；未做任何更改' : ''}`,
      `运行会在那里创建自己的普通文件：请查看 ${path} 是什么，将其移走，然后重新执行同一命令；${typed({ verb: 'rollback' })} 不依赖操作记录，可以继续`,
    ),
}

/** @type {typeof import('../en/runtime.js').runtimeParts} */
export const runtimeParts = {
  thrown: (type) => `抛出了 ${type} 类型的值`,
  somebody: () => '其他人',
  noObject: () => '其中不是对象',
  journal: {
    unwritable: (where, why) => `无法写入操作记录 ${where}：${why}`,
    unreadable: (where, why) => `无法读取操作记录 ${where}：${why}`,
    notReplaced: (where, why) => `无法替换操作记录 ${where}：${why}`,
    noPosition: (where) => `操作记录 ${where} 不是之前读取的那一份：它被截断或替换了`,
    cutShort: (written, of) => `${of} 字节中只写入了 ${written} 字节；请检查磁盘空间`,
    olderTool: (where, lock, who) =>
      `无法写入操作记录 ${where}：${who} 持有 ${lock}，这是旧版 scf-grayscale 的锁。请等待该次运行结束；如果没有这样的运行，请删除该文件`,
    tooLarge: (megabytes) => `文件有 ${megabytes} MB；请将其移走`,
    inBrowser: (name) => `${name}（此浏览器中）`,
    browserFull: () => '浏览器没有空间留给此页面',
    onPlatform: (why) => `操作记录保存在组件的状态中，而平台没有保存它：${why}`,
    stateNotSaved: (why) => `无法保存状态：${why}`,
    inState: () => '组件的状态',
    memory: () => '内存',
    unsafe: (path, why) => `${path} ${why}：不在该处读写操作记录`,
    takenOver: (who) => `${who} 已接管`,
    lockGone: () => '锁已不存在',
  },
  unsafe: {
    link: () => '是符号链接',
    notRegular: () => '不是普通文件',
    replaced: () => '在打开时被反复替换',
    hardLink: () => '还有另一个名称（硬链接）',
    otherOwner: (uid) => `属于另一个用户（uid ${uid}）`,
  },
  disk: {
    EACCES: () => '没有权限；请使其可由您读写，或在您自己的目录中运行',
    EDQUOT: () => '磁盘配额已用完；请释放空间',
    EFBIG: () => '此处的文件不能变得这么大；请提高该上限（ulimit -f）',
    EISDIR: () => '这是一个目录；请将其移走',
    ENOSPC: () => '磁盘已满；请释放空间',
    ENOTDIR: () => '路径中有一部分是文件而不是目录；请将其移走',
    EPERM: () => '不允许；请使其可由您读写，或在您自己的目录中运行',
    EROFS: () => '文件系统只读；请在可写的目录中运行',
  },
  transport: {
    notBegun: (origin) => `没有发出对 ${origin} 的请求：已取消`,
    noAnswer: (origin, why) => `${origin} 没有响应：${why}`,
    brokeOff: (origin, why) => `${origin} 的响应中断：${why}`,
    timeout: (ms) => `${ms} 毫秒后超时`,
    within: (ms) => `${ms} 毫秒内没有响应`,
    cancelled: () => '已取消',
    redirect: ({ origin, status, to }) =>
      `${origin} 响应了重定向（HTTP ${status}），指向 ${to ?? '未给出的地址'}；不跟随重定向：请检查 endpoint`,
    tooLong: (origin, megabytes) => `${origin} 的响应超过 ${megabytes} MiB：这不是 API 的响应`,
    unresolved: (name, code) => `无法解析名称 ${name}（${code}）`,
    untrusted: (why) => `其 TLS 证书不受信任（${why}）`,
    badProxy: () => '代理的地址不是 http://127.0.0.1:3128 这样的 URL：请检查 HTTP_PROXY 和 HTTPS_PROXY，或选项 proxy',
    noProxyHere: () => '选项 proxy 只在 Node 中有效：浏览器或 worker 使用自己的设置',
  },
  interrupt: {
    stopping: () => '正在停止：不再开始新步骤，等待进行中的调用结束；再按一次 Ctrl-C 立即退出',
    ended: () => '已立即退出：进行中的调用可能已生效；status 命令显示当前状态',
  },
}
