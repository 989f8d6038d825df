// @ts-check
/** `sls` 组件与插件的错误：输入的内容、所在的项目，以及它们的状态。 */
import { said } from '../said.js'
import { typed } from '../typed.js'

/** @type {Record<import('../en/frameworks.js').Way, { drops: string, inputs: string }>} */
const ways = {
  component: {
    drops: '不是 sls 的参数，sls 会忽略它而不提示。',
    inputs: '请写 --inputs publish=true traffic=0，或 --inputs.publish --inputs.traffic=0。',
  },
  plugin: {
    drops: '不是该框架认识的内容，框架会忽略它而不提示。',
    inputs: '请写 --inputs publish=true --inputs traffic=0。',
  },
}

const noState = '请修复该文件或将其移走。没有它，sls remove 不会删除任何函数；部署不需要它。'
const commonSource = '请让 inputs.src 指向包含全部函数代码的目录，每个 src 指向其中的一个目录。'

/** @type {typeof import('../en/frameworks.js').frameworks} */
export const frameworks = {
  'InvalidCommandLine.unknownFlag': ({ written, value, way, meant }) =>
    said(
      `${written}${value === undefined ? '' : `=${value}`} ${ways[way].drops}`,
      meant === undefined ? `输入以两个短横线开头。${ways[way].inputs}` : `是否想写 ${meant}？`,
    ),
  'InvalidCommandLine.notAPair': ({ word, way, name }) =>
    said(
      word ? `--inputs 后面应为 NAME=VALUE，而不是 ${word}。` : '--inputs 后面缺少 NAME=VALUE。',
      name ? `请写 --inputs ${word}=true。` : ways[way].inputs,
    ),
  'InvalidCommandLine.loosePair': ({ word, way }) => said(`${word} ${ways[way].drops}`, ways[way].inputs),
  'InvalidCommandLine.missingValue': ({ written }) => said(`${written} 缺少值。`, `请写 ${written}=NAME。`),
  'InvalidCommandLine.notTaken': ({ written, value }) =>
    said(`${written} 不接受值，却给了 ${value}。`, `请写 ${written}。`),
  'InvalidCommandLine.notAnInput': ({ path, way }) => said(`--inputs.${path} 不是输入的名称。`, ways[way].inputs),
  'InvalidCommandLine.insideAValue': ({ path, name }) =>
    said(`--inputs.${path} 位于 ${name} 之内，而 ${name} 本身也给了值。`, '两者只能写一个。'),
  'InvalidCommandLine.valueIsCommand': ({ written, value }) =>
    said(`sls 会把 ${value} 当作 ${written} 的值，而不是命令。`, `请先写命令：sls ${value} ${written}`),
  'InvalidCommandLine.pairIsCommand': ({ pairs }) =>
    said(
      `--inputs 前面没有命令，sls 会把 ${pairs[1]} 当作命令。`,
      `请先写命令：sls deploy --inputs ${pairs.join(' ')}`,
    ),
  'InvalidCommandLine.repeated': ({ name, word }) => said(`${name} 给了两次，第二次是 ${word}。`, '请只写一次。'),
  'InvalidCommandLine.wordNotTaken': ({ verb, word }) =>
    said(
      `sls ${verb} 后面不能写 ${word}。`,
      '输入的写法是 --inputs.publish="fun01,fun02" 或 --inputs publish=fun01,fun02。',
    ),
  'InvalidCommandLine.freeWord': ({ word }) =>
    said(`${word} ${ways.plugin.drops}`, '输入的写法是 --inputs publish=true --inputs traffic=0。'),
  'InvalidCommandLine.insideAList': ({ name }) =>
    said(`${name} 在项目中是列表，其中的项没有可以输入的名称。`, '请把修改写进项目，或把列表改为以名称为键的映射。'),
  'InvalidCommandLine.allComponents': ({ verb, others, component }) =>
    said(
      `无论 --component 写什么，sls${verb && ` ${verb}`} 都会运行 yml 中的全部组件，包括 ${others.join('、')}。未执行任何操作。`,
      verb === '' ? `请执行 sls deploy --component=${component}。` : '要删除全部组件，请只写 sls remove。',
    ),
  'InvalidCommandLine.pairsOfOldCli': ({ pairs }) =>
    said(
      `此版本的 sls 不支持 --inputs ${pairs.join(' ')} 这种写法：它只传递其中的片段，可能还丢失了其他内容。`,
      `请写 ${pairs.map((pair) => `--inputs.${pair}`).join(' ')}，其他输入也一样。`,
    ),
  'InvalidCommandLine.flagAsInput': ({ flag, meant }) =>
    said(
      `${flag} 不是 sls 的参数，sls 会把它当作同名的输入传递。`,
      meant === undefined ? '请写 --inputs publish=true traffic=0。' : `是否想写 --inputs ${meant}？`,
    ),
  'InvalidCommandLine.givenTwice': ({ input }) =>
    said(
      `${input} 既写成了 --inputs.${input}，又写在了别处；此版本的 sls 只读取 --inputs ${input}=…。`,
      `请只写一次：--inputs ${input}=…`,
    ),
  'UnknownCommand.sls': ({ verb, near, known }) =>
    said(
      `这里没有命令 sls ${verb}。`,
      near === undefined ? `可用的有 sls ${known.join('、sls ')}。` : `是否想写 sls ${near}？`,
    ),
  'UnknownInput.ofRun': ({ verb, input, run }) =>
    said(
      `${verb} 针对整个运行，不接受输入 ${input}。`,
      `请执行 ${typed({ verb })}${run ? `，或 ${typed({ verb: 'undo', of: ['RUN'] })}` : ''}。`,
    ),
  'StageConflict.typed': ({ stage, input }) =>
    said(`--stage 是 ${stage}，而输入 stage 是 ${input}。`, '两者只能写一个。'),
  'StageConflict.filledByEngine': ({ path, stage }) =>
    said(
      `sls 在任何环境下都用 ${path} 填充 \${env.…}，而当前环境是 ${stage}。`,
      '请重命名该文件，例如改为 .env.development，或导出属于该环境的变量。',
    ),
  'StageConflict.filledFromFile': ({ stage, other, file }) =>
    said(
      `当前环境是 ${stage}，但框架按环境 ${other} 用 ${file} 填充了 \${env:…}。`,
      `请写 --stage ${stage}：框架不读取 STAGE。`,
    ),
  'StageConflict.filledByStage': ({ stage, other, expression }) =>
    said(
      `当前环境是 ${stage}，但框架按环境 ${other} 填充了 \${${expression}…}。`,
      `请写 --stage ${stage}：框架不读取 STAGE。`,
    ),
  StateNotSaved: ({ why }) =>
    said(
      `发布已结束，但无法保存它创建了哪些函数：${why}`,
      '请使目录 .serverless 可写，并释放磁盘空间。sls remove 只删除记录在案的函数。',
    ),
  'StateUnreadable.directory': ({ why }) =>
    said(`无法读取 .serverless 中的状态，或无法创建该目录：${why}。未做任何更改。`, noState),
  'StateUnreadable.file': ({ file, why }) => said(`无法读取 ${file} 中的状态：${why}。未做任何更改。`, noState),
  RemoveNotTyped: ({ alias, id, names }) =>
    said(
      `yml 中已没有 ${alias}，因此 sls 要删除它，但没有人执行 remove。未删除任何内容：${names.join('、')} 和全部流量保持不变。`,
      `是否改了名？请恢复名称 ${alias}；或迁移其状态：在 .serverless 中把 ${id}.json 改为新名称，Template.json 中的 ${alias} 也一样。要删除其函数，请执行 sls remove。`,
    ),
  GateNotKnown: ({ reason }) => said(reason),
  RolloutWentBack: ({ id, why }) => said(`渐进发布 ${id} 已退回：${why}`, '函数已回到稳定版本；请修复代码后重新部署。'),
  GateNotPassed: ({ reason }) => said(reason),
  'InvalidProject.provider': ({ file, provider }) =>
    said(
      `${file} 使用了 scf-grayscale/plugin，但其 provider 是 ${provider}。`,
      '请写 provider: {name: tencent}，或去掉该插件。',
    ),
  'InvalidProject.service': ({ service }) =>
    said(
      `${JSON.stringify(service)} 不能用作 service 的名称：有一个文件以它命名。`,
      '请使用字母、数字、"-" 和 "_"，以字母开头。',
    ),
  'UnsupportedInput.credentials': ({ name }) =>
    said(
      `不支持 ${name}`,
      '密钥取自导出的变量、.env.<stage> 和 .env：请在其中设置 TENCENT_SECRET_ID 和 TENCENT_SECRET_KEY',
    ),
  'UnsupportedInput.functions': ({ name }) => said(`不支持 ${name}`, 'functions 写在文件顶层，与 provider 并列'),
  'UnsupportedInput.packedBySrc': ({ name }) =>
    said(`不支持 ${name}`, 'src 指明了代码的位置，框架不再打包；要排除文件请写 src: {src, exclude}'),
  'UnsupportedInput.packagePath': ({ name }) =>
    said(`不支持 ${name}`, '部署会重新打包：要使用 zip 文件请写 package.artifact'),
  'UnsupportedInput.artifact': ({ name }) =>
    said(`不支持 ${name}`, '这里应为文件；对象存储中的代码请写 cosBucketName 和 cosObjectName'),
  UnsupportedOption: ({ option }) =>
    said(
      `--${option} 在这里不起作用：它是框架为另一个 provider 提供的。`,
      option === 'force'
        ? '请去掉它：有变化的代码会上传，没有变化的无需上传。'
        : '请去掉它；发布所需的内容写 --inputs NAME=VALUE。',
    ),
  NotDeployed: ({ stage }) => said(`该实例未在环境 ${stage} 部署过，因此不知道它的函数。`, '请先执行 sls deploy。'),
  'InvalidInput.noCommonSource': ({ key }) =>
    said(`${key} 有自己的 src，但缺少 inputs.src：sls 只上传 inputs.src。`, commonSource),
  'InvalidInput.outsideUpload': ({ src, key }) =>
    said(`${key} 的 src ${src} 超出了 sls 上传的目录 inputs.src。`, commonSource),
  'SourceNotFound.uploaded': ({ where, why }) =>
    said(`无法从平台取得 sls 上传的代码（${where}）：${why}`, '请重新执行同一命令'),
  'MissingCredentials.platform': () =>
    said(
      '平台没有提供临时密钥，因此未向云端发送任何请求',
      '平台通过角色 SLS_QcsRole 取得临时密钥：请在 https://console.cloud.tencent.com/cam/role 查看该角色是否存在、谁可以使用（子账号需要传递角色的权限）；sls bind role 可创建该角色',
    ),
}
