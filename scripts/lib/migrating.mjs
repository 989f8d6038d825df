// @ts-check
/**
 * docs/migrating.md: tencent-scf's inputs, key by key. Which keys are taken comes from schema.json, and why the others are
 * not from the reader's own refusals, in both languages; what is different on purpose stands here.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GrayscaleError } from '../../js/errors.js'
import { checkInputs } from '../../js/inputs/check.js'
import { speakTo } from '../../js/words/reader.js'
import { root } from './sources.mjs'

/** @typedef {'en' | 'zh'} Language */
/** @typedef {Record<Language, string>} Text */

/** What tencent-scf documents: docs/configure.md of 0.9.7 and of its first generation (3.0.9), and its full example. */
export const documented = [
  ...['src', 'codeUri', 'exclude', 'include', 'type', 'name', 'namespace', 'handler', 'entryFile', 'runtime', 'region'],
  ...['description', 'role', 'enableRoleAuth', 'memorySize', 'timeout', 'initTimeout', 'eip', 'publicAccess'],
  ...['environment', 'vpcConfig', 'layers', 'deadLetter', 'cls', 'cfs', 'asyncRunEnable', 'traceEnable', 'msgTTL'],
  ...['retryNum', 'installDependency', 'tags', 'ignoreTriggers', 'events', 'image', 'protocolType', 'protocolParams'],
  ...['provisionedNum', 'qualifier', 'publish', 'publishDescription', 'traffic', 'aliasName', 'aliasDescription'],
  ...['aliasFunctionVersion', 'additionalVersionWeights', 'autoCreateApi', 'l5Enable', 'diskSize', 'nodeType'],
  ...['nodeSpec', 'instanceConcurrencyConfig', 'deployMode'],
]

/** @type {Record<string, { there: Text, here: Text, same: Text }>} `same`: how to get there's behaviour here */
const different = {
  src: {
    there: {
      en: 'packed again and uploaded through a bucket at each deploy; missing: a demo is downloaded and deployed',
      zh: '每次部署都重新打包并通过存储桶上传；缺少时下载并部署示例',
    },
    here: {
      en: 'packed the same way every time, so unchanged code is not uploaded. Only a package over about 7.4 MB goes through the same bucket, named by its digest; `bucket` beside `src` names another one, which must exist. Missing: code is left alone. Keys, env files and project files are not packed',
      zh: '每次打包方式相同，未变的代码不上传。只有超过约 7.4 MB 的代码包才通过同一个存储桶上传，以摘要命名；`src` 旁的 `bucket` 指定另一个已有的存储桶。缺少时代码不变。密钥、env 文件和项目文件不打包',
    },
    same: { en: '`include` packs what is left out', zh: '`include` 打包被排除的内容' },
  },
  exclude: {
    there: {
      en: 'globs; `x/` and `/x` have no effect; `!x` leaves out x; a pattern that matches nothing is not mentioned',
      zh: 'glob；`x/` 和 `/x` 没有作用；`!x` 排除 x；不提示没有匹配的模式',
    },
    here: {
      en: 'globs; `x/` and `/x` mean x; `!x` is refused, since it could mean the opposite; the plan names patterns that match nothing',
      zh: 'glob；`x/` 和 `/x` 指 x；`!x` 会被拒绝，因为可能是相反的意思；计划会列出没有匹配的模式',
    },
    same: { en: '', zh: '' },
  },
  name: {
    there: {
      en: '`${name}-${stage}-${app}` by default; with another name the old function is deleted in the first generation',
      zh: '默认 `${name}-${stage}-${app}`；换名字时第一代会删除旧函数',
    },
    here: { en: 'the same default; no function is deleted', zh: '默认相同；不删除任何函数' },
    same: { en: 'delete it in the console', zh: '在控制台删除' },
  },
  description: {
    there: {
      en: 'left out: reset to `This is a function in ${app} application`',
      zh: '不写时重置为 `This is a function in ${app} application`',
    },
    here: { en: 'left out: the same on creation; later not changed', zh: '不写时创建时相同；以后不变' },
    same: { en: 'write it', zh: '写明' },
  },
  environment: {
    there: { en: 'left out: all variables are deleted at each deploy', zh: '不写时每次部署都删除所有环境变量' },
    here: {
      en: 'left out: not changed, since a variable that was set in the console may be a secret that nobody has twice',
      zh: '不写时不变，因为在控制台设置的变量可能是别处没有的机密',
    },
    same: { en: '`environment: {}`', zh: '`environment: {}`' },
  },
  publicAccess: {
    there: { en: 'left out: reset to true', zh: '不写时重置为 true' },
    here: { en: 'left out: not changed', zh: '不写时不变' },
    same: { en: '`publicAccess: true`', zh: '`publicAccess: true`' },
  },
  eip: {
    there: { en: 'left out: reset to false', zh: '不写时重置为 false' },
    here: { en: 'left out: not changed', zh: '不写时不变' },
    same: { en: '`eip: false`', zh: '`eip: false`' },
  },
  l5Enable: {
    there: { en: 'left out: reset to false', zh: '不写时重置为 false' },
    here: { en: 'left out: not changed', zh: '不写时不变' },
    same: { en: '`l5Enable: false`', zh: '`l5Enable: false`' },
  },
  image: {
    there: {
      en: 'set again at each deploy',
      zh: '每次部署都再次设置',
    },
    here: {
      en: 'set only if it differs from what is on `$latest`; a tag without digest is pointed out, since it can be moved. `containerImageAccelerate` and `imagePort` are taken too',
      zh: '只在与 `$latest` 上的不同时设置；没有摘要的标签会被指出，因为它可能会移动。也接受 `containerImageAccelerate` 和 `imagePort`',
    },
    same: { en: 'name the digest', zh: '写明摘要' },
  },
  events: {
    there: {
      en: 'every trigger that is not in the list is deleted, also those made in the console and on other versions (URLs and `ckafka` excepted), and all of them if the list is left out; `enable` left out closes a trigger; a changed trigger is deleted and created again',
      zh: '不在列表里的触发器都会被删除，包括控制台创建的和其他版本上的（URL 和 `ckafka` 除外），不写列表时全部删除；不写 `enable` 会关闭触发器；有变化的触发器先删除再创建',
    },
    here: {
      en: 'others stay, since they may be somebody else’s, and the plan names them; `enable` left out leaves a trigger as it is and creates new ones closed; a timer, a topic and a URL are changed in place',
      zh: '其他触发器保留，因为可能属于别人，计划会列出它们；不写 `enable` 时已有触发器保持原状，新建的为关闭；定时器、主题和 URL 原地修改',
    },
    same: { en: 'delete them in the console; write `enable`', zh: '在控制台删除；写明 `enable`' },
  },
  enableRoleAuth: {
    there: {
      en: 'no effect today; older versions created `SCF_QcsRole`',
      zh: '现在没有作用；旧版本会创建 `SCF_QcsRole`',
    },
    here: { en: 'no effect', zh: '没有作用' },
    same: { en: 'create the role in the console', zh: '在控制台创建角色' },
  },
  msgTTL: {
    there: {
      en: 'sent only with `asyncRunEnable: true` and `type: event`',
      zh: '只有 `asyncRunEnable: true` 和 `type: event` 时才发送',
    },
    here: {
      en: 'sent whenever it is written, since it counts for all asynchronous calls',
      zh: '只要写了就发送，因为它对所有异步调用都有效',
    },
    same: { en: 'remove it', zh: '去掉它' },
  },
  provisionedNum: {
    there: {
      en: 'a version is published for it by itself and gets the instances; the run does not wait for them, and `traffic: 0` shifts nothing',
      zh: '自动为它发布一个版本并设置实例；运行不等待实例启动，`traffic: 0` 不切换流量',
    },
    here: {
      en: 'set on the version that `publish` makes; the shift waits until the instances have started. `0` releases all',
      zh: '设置在 `publish` 发布的版本上；切换等到实例启动完成。`0` 表示全部释放',
    },
    same: { en: '`publish: true`', zh: '`publish: true`' },
  },
  retryNum: {
    there: {
      en: 'sent only with `asyncRunEnable: true` and `type: event`',
      zh: '只有 `asyncRunEnable: true` 和 `type: event` 时才发送',
    },
    here: { en: 'sent whenever it is written; `0` means none', zh: '只要写了就发送；`0` 表示不重试' },
    same: { en: 'remove it', zh: '去掉它' },
  },
  tags: {
    there: { en: 'attached and detached at each deploy', zh: '每次部署时绑定和解绑' },
    here: {
      en: 'set on creation; a different tag later is an error, since SCF has no call for it',
      zh: '创建时设置；之后不同的标签是错误，因为 SCF 没有相应的调用',
    },
    same: { en: 'change it in the console', zh: '在控制台修改' },
  },
  traffic: {
    there: {
      en: 'code is live before its settings; the shift comes last; nothing is checked',
      zh: '代码先于配置生效；最后切换流量；不做检查',
    },
    here: {
      en: 'new code never gets more than its share, at any moment ([rules.md](rules.md))',
      zh: '新代码在任何时刻都不会超过它的比例（[rules.md](rules.md)）',
    },
    same: { en: '', zh: '' },
  },
}

const words = {
  title: { en: 'Coming from tencent-scf', zh: '从 tencent-scf 迁移' },
  other: { en: '[中文](zh/migrating.md)', zh: '[English](../migrating.md)' },
  intro: {
    en: 'Change the `component:` line to `scf-grayscale`, and look at `grayscale plan` (or `sls plan`) before the first deploy. The layout with `component:` at the top, the nested layout of the first generation (`codeUri`), `app`, `stage` and `org` of a `serverless.yml` one directory up, and `.env` files up to two directories up are read as there. [inputs.md](inputs.md) describes each key.\n\nOne rule explains most differences: **a key that is left out leaves an existing function as it is**. The documented defaults act when a function is created. Where tencent-scf would have reset something, the plan says so (`NotReset`).',
    zh: '把 `component:` 一行改为 `scf-grayscale`，首次部署之前先看 `grayscale plan`（或 `sls plan`）。`component:` 在顶层的写法、第一代的嵌套写法（`codeUri`）、上一级目录 `serverless.yml` 的 `app`、`stage` 和 `org`，以及最多上两级目录的 `.env` 文件，读取方式都与原来相同。每个键的说明见 [inputs.md](inputs.md)。\n\n大部分区别可以用一条规则说明：**没有写的键不改变已有的函数**。文档里的默认值在创建函数时生效。如果 tencent-scf 会重置什么，计划会说明（`NotReset`）。',
  },
  same: { en: 'The same', zh: '相同的' },
  sameIntro: {
    en: 'These keys do what they do there; left out, they change nothing on an existing function:',
    zh: '这些键的作用与原来相同；不写时不改变已有的函数：',
  },
  different: { en: 'Different on purpose', zh: '有意不同的' },
  differentHead: {
    en: '| key | tencent-scf | here | to get the same |',
    zh: '| 键 | tencent-scf | 本工具 | 如何得到同样效果 |',
  },
  refused: { en: 'Not taken', zh: '不接受的' },
  refusedIntro: {
    en: 'Each is refused by name, before anything is sent. Some values are taken all the same, since they say what happens anyway.',
    zh: '每个都按名字拒绝，此前不发送任何请求。有些值仍然接受，因为它们说的就是实际情况。',
  },
  refusedHead: { en: '| key | taken with | why, and what instead |', zh: '| 键 | 接受的值 | 原因和替代办法 |' },
}

/** The keys that the reader knows, with what they may say. */
export function knownKeys() {
  const schema = JSON.parse(readFileSync(join(root, 'schema.json'), 'utf8'))
  return /** @type {Record<string, any>} */ (schema.definitions.inputs.properties)
}

/** @param {any} value a key's part of the schema */
const isRefused = (value) => String(value.description).startsWith('Not supported')

/** The values with which a refused key is taken. @param {any} value */
function takenWith(value) {
  const words = (value.anyOf ?? []).flatMap((/** @type {any} */ one) => one.anyOf ?? [one])
  const first = words.find((/** @type {any} */ one) => Array.isArray(one.enum))
  return first === undefined ? '' : `\`${first.enum[0]}\``
}

/**
 * Why the reader refuses a key, in its own words.
 *
 * @param {string} key
 * @param {Language} language
 */
function why(key, language) {
  speakTo({ language, host: 'program' })
  try {
    checkInputs({ name: 'fun01', [key]: '?' })
  } catch (error) {
    return String(GrayscaleError.from(error).hint).replaceAll('|', '\\|')
  } finally {
    speakTo({ language: 'en' })
  }
  throw new Error(`${key} is taken`)
}

/** @param {Language} language */
export function page(language) {
  const say = (/** @type {Text} */ text) => text[language]
  const known = knownKeys()
  const taken = documented.filter((key) => known[key] && !isRefused(known[key]))
  const refused = documented.filter((key) => known[key] && isRefused(known[key]))
  const same = taken.filter((key) => !different[key]).map((key) => `\`${key}\``)
  const rows = taken.flatMap((key) => {
    const row = different[key]
    return row ? [`| \`${key}\` | ${say(row.there)} | ${say(row.here)} | ${say(row.same)} |`] : []
  })
  const refusals = refused.map((key) => `| \`${key}\` | ${takenWith(known[key])} | ${why(key, language)} |`)
  return `${[
    `# ${say(words.title)}`,
    say(words.other),
    say(words.intro),
    `## ${say(words.same)}`,
    `${say(words.sameIntro)} ${same.join(', ')}.`,
    `## ${say(words.different)}`,
    [say(words.differentHead), '|---|---|---|---|', ...rows].join('\n'),
    `## ${say(words.refused)}`,
    say(words.refusedIntro),
    [say(words.refusedHead), '|---|---|---|', ...refusals].join('\n'),
  ].join('\n\n')}\n`
}
