// @ts-check
import { said } from '../said.js'

/** @type {typeof import('../en/store.js').wrong} */
const wrong = {
  form: ({ form }) => `格式应为 ${form}`,
  scheme: ({ known }) => `类型未知；可用：${known.join('、')}`,
  cosUser: () => '其中有用户名或密码；密钥应来自环境变量',
  unknownParameter: ({ known }) => `问号之后有未知参数；可用：${known.join('、')}`,
  regionTwice: () => '有多个地域',
  bucket: () => '存储桶名必须小写，并以 APPID 结尾，例如 "journal-1250000000"',
  region: () => '缺少地域，或地域无效；请加上，例如 ?region=ap-guangzhou',
  prefix: () => '前缀必须是由斜杠分隔的名称，最多 500 个字符',
  log: ({ log }) => `${JSON.stringify(log)} 不是有效的记录名；格式应为 项目/环境，最多 500 个字符`,
  keyHalf: () => 'GRAYSCALE_STORE_SECRET_ID 和 GRAYSCALE_STORE_SECRET_KEY 必须同时设置',
  table: () => '表名只能由小写字母、数字和下划线组成，需要时可在点号前写模式名',
}

/** @type {typeof import('../en/store.js').store} */
export const store = {
  InvalidStore: ({ said: why }) => said(`存储地址无效：${why}`, '地址的格式见 docs/zh/shared-store.md'),
}

/** @type {typeof import('../en/store.js').storeParts} */
export const storeParts = {
  wrong,
  tooLarge: (where, megabytes) => `操作记录 ${where} 超过 ${megabytes} MB；请换一个前缀或项目名，另起一份`,
  foreign: (where) => `${where} 不是 scf-grayscale 写的，或被人手工改过；请移走它，或换一个前缀`,
  noClock: (where) =>
    `存储 ${where} 没有给出自己的时间，无法得知另一台机器何时不再占用：\`read\` 和 \`append\` 的回答必须含有 \`now\``,
  gone: (where) => `操作记录 ${where} 在使用中被删除或替换；没有写入任何内容。请恢复它，或重新执行命令另起一份`,
  cos: {
    unanswered: (where, why) => `存储 ${where} 没有应答：${why}；请稍后重新执行同一命令`,
    noBucket: (bucket, region) => `${region} 没有存储桶 ${bucket}：请检查桶名、APPID 和地域，或创建它`,
    elsewhere: (bucket, region) => `存储桶 ${bucket} 不在 ${region}：请改正存储地址中的地域`,
    clock: (where) => `存储 ${where} 认为本机时钟不准：请校准`,
    keyRefused: (where, refused) =>
      `存储 ${where} 不接受该密钥（${refused}）：请检查 GRAYSCALE_STORE_SECRET_ID 和 GRAYSCALE_STORE_SECRET_KEY，或本命令的密钥；临时密钥可能已过期`,
    denied: (refused, action, resource) =>
      `该密钥无权使用存储（${refused}）：请在 ${resource} 上允许 ${action}；完整策略见 docs/zh/shared-store.md`,
    failed: (where, refused) => `存储 ${where} 拒绝了请求（${refused}）`,
    path: (where) => `有对象挡住了 ${where}（PathConflict）：请换一个前缀，或换一个未开启元数据加速的存储桶`,
    appendStopped: (where, code) =>
      `${where} 所在的存储桶不再接受 \`APPEND Object\`（${code}）：请关闭智能分层和版本控制，或换一个新桶`,
    versionedNow: (where) =>
      `${where} 所在的存储桶现在开启了版本控制，两次运行可能互相覆盖：请换一个从未开启过版本控制的桶`,
    versioned: (where) => `${where} 所在的存储桶开启过版本控制，创建对象会覆盖已有对象：请换一个从未开启过版本控制的桶`,
    noWay: (where, code) =>
      `${where} 所在的存储桶不接受 \`APPEND Object\`（${code}），\`x-cos-forbid-overwrite\` 在那里也挡不住第二次创建：请换一个单可用区、未开启版本控制的桶`,
  },
  postgres: {
    noPackage: () => 'PostgreSQL 存储需要 pg 包，但它没有安装：`npm install pg`',
    unreachable: (where, why) => `无法连接存储 ${where}：${why}；请检查主机、端口和 \`sslmode\``,
    lost: (where, why) => `与存储 ${where} 的连接断开：${why}；请重新执行同一命令`,
    login: (where, why) => `存储 ${where} 拒绝登录（${why}）：请检查用户名、密码和数据库名`,
    denied: (where, table) => `该角色无权使用 ${where} 的表 ${table}：请执行 \`grant select, insert on ${table}\``,
    noCreate: (where, table) =>
      `${where} 没有表 ${table}，该角色又无权创建：请授予模式的 \`create\` 权限，或按 docs/zh/shared-store.md 创建该表`,
    readOnly: (where) => `存储 ${where} 是只读的：请使用主库的地址`,
    failed: (where, why) => `存储 ${where} 拒绝了语句：${why}`,
  },
}
