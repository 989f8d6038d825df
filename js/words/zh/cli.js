// @ts-check
/** 命令自己打印的内容：命令行和各框架。 */

/** @type {typeof import('../en/cli.js').cli} */
export const cli = {
  notWritten: (why) => `输出无法写入（${why}）；命令继续执行`,
  overview: (version, commands) =>
    `grayscale ${version}：腾讯云函数的灰度发布

用法：grayscale <命令> [参数]

${commands}

grayscale <命令> --help 列出该命令的参数。项目从 serverless.yml、grayscale.yml
或 serverless.js 读取；参数优先于项目文件。
退出码：0 完成，1 失败，2 用法错误，3 拒绝执行，130 中断。
`,
  usage: (line) => `用法：${line}`,
  exactly: (command) => `要原样执行此计划：${command}`,
  confirmRemove: (word) => `函数将连同其全部版本一起删除，无法恢复。输入 ${word} 继续`,
  hosts: {
    store: (place) =>
      `项目文件把操作记录放在 ${place}。该存储的所有者可以看到谁发布了什么，回退也以它的内容为准。今后在这个项目中使用它吗？`,
    source: (url) =>
      `策略从 ${url} 获取数据。请求从这里发往该处，金丝雀能否继续由它的回答决定。今后在这个项目中使用它吗？`,
    notKept: (why) => `无法保存这个回答供下次使用：${why}`,
  },
  console: {
    at: (url) => `控制台：${url}`,
    journal: (place) => `操作记录：${place}`,
    addressNotKept: (why) => `无法保存地址供下次使用：${why}`,
    addressOpen: (file) => `已生成新的地址：其他用户可以读取或替换 ${file}`,
    signs: (id, from) =>
      `以 ${id} 签名，密钥来自${from === 'environment' ? '已导出的变量' : ` ${from}`}：拥有上述地址的人即可使用`,
    demoAt: (url) => `演示用的 SCF 监听在 ${url}`,
    notOpened: (why) => `无法打开浏览器（${why}）：请自行打开该地址`,
  },
  action: {
    fingerprint: (fingerprint) => `此计划的指纹：${fingerprint}`,
  },
  init: {
    projectFile: () => 'scf-grayscale 的项目：grayscale plan、grayscale deploy。sls 的用法见 docs/platform.md。',
    inputs: () => '全部输入见 docs/inputs.md。密钥放在 .env 里，它从不提交。',
    env: () => '把这个文件复制为 .env 并填入密钥（https://console.cloud.tencent.com/cam/capi）。',
    stage: () => '环境，是函数名的一部分。',
    ask: {
      name: () => '项目叫什么？',
      runtime: () => '用哪个运行时？',
      region: () => '在哪个地域？',
    },
    written: () => '已写入',
    added: (lines) => `已添加：${lines}`,
    left: () => '保持不变',
    next: () => '接下来：',
    fillIn: () => '然后填入密钥',
    plan: () => '显示部署将做什么',
    deploy: () => '执行部署',
    status: () => '显示版本和流量',
  },
  emulator: {
    line: (line) => `模拟器：${line}`,
  },
  doing: {
    deploy: () => '正在部署',
    plan: () => '正在计划',
    look: () => '正在查看',
    rollback: () => '正在回滚',
    undo: () => '正在撤销',
    resume: () => '正在继续',
    abort: () => '正在恢复',
    remove: () => '正在删除',
    rollout: () => '正在查看渐进发布',
    publish: () => '正在发布版本',
    prune: () => '正在清理',
    createAlias: () => '正在创建别名',
    updateAlias: () => '正在修改别名',
    deleteAlias: () => '正在删除别名',
    invoke: () => '正在调用',
  },
  noLongerNamed: (/** @type {string[]} */ places) =>
    `该项目创建过 ${places.join('、')}，现在已不再写出：remove 会一并删除。`,
  imported: {
    alarm: ({ function: of, alarm }) =>
      `! ${of}：告警 ${alarm} 无法带过来，由比较代替：在相同的分钟里比较金丝雀和稳定版本。需要绝对上限时请加上 \`limits: { errors: 5% }\`。`,
    hooks: () => '! 钩子在这里是 SCF 函数：报错或返回 `{ ok: false, reason }` 表示拒绝。它们必须以这些名称存在。',
  },
  nothingToRemove: () => '没有可删除的内容：该项目没有写函数，也没有创建过函数。',
  goesOnWithoutState: (verb) => `${verb} 不依赖它，继续执行。`,
  platform: {
    notLocked: () =>
      '此处的运行没有加锁：未指定存储，同时进行的两次部署可能互相覆盖。请在 yml 中指定：`store: cos://<bucket>-<appid>/<prefix>?region=<region>`',
    codeUnseen: () => '未查看代码：sls 只在 deploy 时上传它。',
    allUnseen: () => '未查看代码和配置：此版本的 sls 只在 deploy 时传递它们。函数取自上一次部署。',
    nothingOrdered: () =>
      '没有收到 publish 和 traffic，因此没有发布版本，流量保持不变。如果您写了它们，则是此版本的 sls 丢弃了它们：serverless 2 请写 --inputs publish=true traffic=0，serverless 1 请写 --inputs.publish=true --inputs.traffic=0。',
  },
}

/** @type {typeof import('../en/cli.js').demo} */
export const demo = {
  title: () => '一次完整的灰度发布：从首次部署到回滚',
  intro: (url, seed) =>
    `本机的 SCF 监听在 ${url}，真正执行代码。以下操作都是发给它的签名请求，数字由它的响应统计得出（种子 ${seed}）。`,
  env: () => '.env，其中是本机 SCF 随机生成的密钥',
  chapters: {
    baseline: {
      title: () => '第 1 步：环境是 prod，版本 1 是它的基线',
      text: () => '.env 中的 STAGE=prod 使函数名为 page-prod。版本 1 发布后得到全部流量，是以后可以退回的版本。',
    },
    canary: {
      title: () => '第 2 步：新代码得到 10 % 的流量',
      text: () => '页面变为绿色。新代码在 $latest 上；90 % 留在版本 1。',
    },
    more: {
      title: () => '第 3 步：运行良好，增加流量',
      text: () => '代码没有变化：不上传任何内容，只切换流量。',
    },
    everything: {
      title: () => '第 3 步（续）：全部流量',
      text: () => '还没有版本保存这份代码，因此在终端上会询问；--yes 表示同意。',
    },
    publish: {
      title: () => '第 4 步：发布版本，并把全部流量给它',
      text: () => '从现在起，版本 2 是可以退回的版本。',
    },
    broken: {
      title: () => '一次有问题的发布：这份代码会抛出错误，得到 10 % 的流量',
      text: () => '十个访客中有一个会遇到它。没有灰度发布，全部访客都会遇到。',
    },
    back: {
      title: () => '一步回滚',
      text: () => '一次写入：全部流量回到版本 2。有问题的代码留在 $latest，没有人会遇到。',
    },
  },
  headings: {
    version: () => '版本',
    answers: () => '响应数',
    measured: () => '实测',
    expected: () => '预期，±3σ',
    errors: () => '错误',
    page: () => '页面',
  },
  span: (low, high) => `${low} 至 ${high} %`,
  inside: () => '范围内',
  outside: () => '范围外',
  metered: (counts) => `云端监控统计的错误：${counts.join('、')}`,
  requests: (count) => `${count} 次请求`,
  perSecond: (rate) => `（每秒 ${rate} 次）`,
  ending: () => '每次分流都在预期范围内，回滚后没有错误',
}
