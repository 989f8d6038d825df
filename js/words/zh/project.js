// @ts-check
/** 项目文件的错误。 */
import { quoted, said } from '../said.js'

const knownForms = (/** @type {string[]} */ known) => `可用的有 ${known.join('、')}。`
const stageOut = (/** @type {string} */ stage) => `请从中去掉 STAGE，或明确选择：--stage ${stage}。`
const otherFile = (/** @type {string[]} */ files) =>
  `请指定另一个文件，或在以下文件之一所在的目录运行：${files.join('、')}。`

/** @type {typeof import('../en/project.js').project} */
export const project = {
  'InvalidProject.noMapping': ({ file }) => said(`${file} 不是键值映射。`, '请以 "functions:" 开头。'),
  'InvalidProject.mistypedInputs': ({ file, key }) => said(`${file} 中的 "${key}:" 不是组件的键。`, '请写 "inputs:"。'),
  'InvalidProject.inputsNoMapping': ({ at }) => said(`${at}："inputs" 不是键值映射。`, '请以 "functions:" 开头。'),
  'InvalidProject.noFunctions': ({ file }) =>
    said(
      `${file} 没有写函数，旁边也没有 grayscale.yml。`,
      '请写 component({ functions: { … } })，或写一个含 "functions:" 的 grayscale.yml。',
    ),
  'InvalidProject.notLoaded': ({ file, why }) =>
    said(`无法加载 ${file}：${why}`, '它必须也能由 node 直接加载：请试 node -e "require(\'./serverless.js\')"。'),
  'InvalidProject.definition': ({ file }) =>
    said(`${file} 给出的项目定义不是对象。`, '请写 component({ functions: { … } })。'),
  AmbiguousComponent: ({ file, names }) =>
    said(`${file} 中有多个组件：${names.join('、')}。`, '请选择一个：--component NAME。'),
  UnknownComponent: ({ file, component, names }) =>
    said(
      `${file} 中没有组件 ${component}。`,
      names.length > 0 ? `其中有：${names.join('、')}。` : '其中没有 scf-grayscale 的组件。',
    ),
  'ProjectNotFound.missing': ({ file, files }) => said(`${file} 不存在。`, otherFile(files)),
  'ProjectNotFound.notOurs': ({ file, why, files }) =>
    said(`${file} 不是 scf-grayscale 的项目：${why}。`, otherFile(files)),
  InvalidStage: ({ stage }) => said(`${quoted(stage)} 不能用作环境名。`, '请使用字母、数字、"-" 和 "_"，例如 prod。'),
  'StageConflict.envFile': ({ path, stage, other }) =>
    said(`${path} 是环境 ${stage} 的文件，其中却写着环境 ${other}。`, stageOut(stage)),
  'MissingCredentials.none': ({ places }) =>
    said(
      `没有找到密钥。依次查找了：${places.map(({ label, there }) => (there ? label : `${label}（不存在）`)).join('、')}。`,
      '请导出 TENCENT_SECRET_ID 和 TENCENT_SECRET_KEY，或把两者写入 .env。密钥在 https://console.cloud.tencent.com/cam/capi 创建。',
    ),
  'MissingCredentials.half': ({ present, missing, label }) =>
    said(
      `${label} 中有 ${present}，但没有 ${missing}。`,
      `请在同一处补上 ${missing}，或去掉 ${present}。两者不会取自不同的位置，因为可能属于不同的账号。`,
    ),
  InvalidCredentials: ({ name, label }) =>
    said(`${label} 中的 ${name} 含有空白或密钥中不会出现的字符。`, '请重新复制。（不显示它的值。）'),
  InvalidEnvFile: ({ path, line }) =>
    said(
      `${path}:${line}：这一行既不是 NAME=value，也不是注释。`,
      '请写 NAME=value，或在行首加 #。（这一行可能含有密钥，不显示。）',
    ),
  'UnknownVariable.nested': ({ at, known }) => said(`${at}：表达式中不能嵌套表达式。`, knownForms(known)),
  'UnknownVariable.output': ({ at }) =>
    said(
      `${at}：\${output:…} 是另一个实例的输出，只有 sls 的平台知道。`,
      '请直接写出该值，或写入 .env 并使用 ${env:NAME}。',
    ),
  'UnknownVariable.unknown': ({ at, expression, known }) =>
    said(`${at}：不支持 \${${expression}}。`, knownForms(known)),
  'UnknownVariable.notInFile': ({ at, expression }) =>
    said(`${at}：此文件中没有设置 \${${expression}}。`, `请在文件顶层加上 "${expression}:"。`),
  'UnknownVariable.notSet': ({ at, expression, variable, files }) =>
    said(
      `${at}：\${${expression}} 没有值：导出的变量${files.length > 0 ? '和 env 文件中都' : '中'}没有 ${variable}。`,
      `请导出 ${[variable, ...(files.length > 0 ? [`或写入 ${files.join(' 或 ')}`] : [])].join('，')}。`,
    ),
  'KeyInInputs.value': ({ at, expression, key }) =>
    said(`${at}：\${${expression}} 的值就是密钥 ${key}。`, '请去掉它：能查看该函数的人都能看到它。（不显示它的值。）'),
  'KeyInInputs.named': ({ at, name }) =>
    said(
      `${at}：\${env.${name}} 引用了密钥，密钥只能出现在 environment.variables 中。`,
      '请去掉它：无需写出，密钥会从导出的变量或 env 文件中取得；函数的权限来自它的角色。',
    ),
  'UnreadableFile.notUtf8': ({ path }) => said(`${path} 不是 UTF-8 文本。`, '请保存为 UTF-8。'),
  'UnreadableFile.project': ({ path, why }) => said(`无法读取 ${path}：${why}。`, '请确保它是可读的文件，或将其移走。'),
  LinkOutside: ({ path, real }) =>
    said(
      `${path} 是指向目录之外 ${real} 的链接，没有读取。`,
      '请把文件复制到该处，或导出其中的变量。别处的项目文件可用 --file 指定。',
    ),
  'InvalidYaml.syntax': ({ at, why, shown, tag }) =>
    said(
      `${at}：YAML 无效：${why}\n    ${shown}`,
      tag ? '不读取 !!js/function 这样的标签；请直接写值。' : '请改正这一行。',
    ),
  'InvalidYaml.alias': ({ at, why }) => said(`${at}：YAML 无效：${why}`, '请直接写出该值。'),
}

/** @type {typeof import('../en/project.js').projectParts} */
export const projectParts = {
  notOurs: {
    empty: () => '文件为空，或不是键值映射',
    component: (component) => `这是组件 ${component} 的项目`,
    framework: () => '这是 osls 或 Serverless Framework 的服务：请执行 sls grayscale plan、status、rollback',
    none: () => '没有 scf-grayscale 的 "component:"',
    noClass: () => "没有导出由 require('scf-grayscale').component(…) 创建的类",
  },
  unreadable: {
    directory: () => '这是一个目录',
    notRegular: () => '这不是普通文件',
    tooLarge: (megabytes) => `超过 ${megabytes} MB`,
  },
  places: {
    options: () => '选项',
    exported: () => '导出的变量',
  },
  stageFrom: {
    inputs: (file) => `${file} 的 inputs`,
    provider: (file) => `${file} 的 provider`,
    framework: () => '框架（未写 --stage 时）',
    platform: () => 'yml 的 stage 或 --stage',
  },
  tooDeep: () => '嵌套过深',
  hiddenLine: (key) => `${key} …（可能含有密钥，不显示）`.trim(),
  openFile: (path) => `警告：${path} 含有密钥，而本机的其他用户可以读取它：chmod 600 ${path}`,
}
