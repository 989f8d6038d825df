// @ts-check
/** 显示内容的标题、标签和状态：计划、结果、列表。计划本身的文字来自 Rust。 */

/** @type {typeof import('../en/render.js').render} */
export const render = {
  account: {
    account: () => '账号',
    endpoint: () => 'API 地址',
    ignored: () => '已忽略',
    temporaryKey: () => '临时密钥',
    noEffect: (variable, file) => `${file} 中的 ${variable} 不起作用：请改为导出`,
  },
  error: {
    function: () => '函数',
    changed: () => '已更改',
    nothingChanged: () => '未做任何更改',
  },
  standing: {
    failed: () => '最近一次变更失败',
    canary: () => '灰度中',
    shared: () => '由两个已发布版本或规则分流',
    busy: () => '变更中',
    latest: () => '全部在 $latest：部署会立即影响所有用户',
    unknown: () => '没有这个别名',
    quiet: () => '全部在一个已发布版本',
  },
  functions: {
    none: () => '这里没有函数。',
    provisioned: (mb) => `预置并发：${mb} MB，计费中`,
    count: (all, needing) => (needing === 0 ? `${all} 个函数。` : `${all} 个函数，其中 ${needing} 个需要查看。`),
  },
  history: {
    none: () => '操作记录中没有运行',
    journal: () => '操作记录',
    who: () => '执行者',
    asked: () => '要求',
  },
  older: (count) => `还有 ${count} 个更早的`,
  log: {
    billed: (time) => `计费 ${time}`,
    span: (from, to) => `${from} 至 ${to}`,
    none: () => '没有日志。',
    running: () => '运行中',
    failed: (why) => `失败：${why}`,
    platformFailed: (why) => `平台失败：${why}`,
  },
  metrics: {
    span: (from, to, period) => `${from} 至 ${to}，每 ${period} 秒一个点`,
    traffic: () => '当前流量',
    invocations: () => '调用次数',
    errors: () => '错误',
    platformErrors: () => '  平台错误',
    throttled: () => '限流',
    meanDuration: () => '平均耗时',
    mostMemory: () => '最大内存',
    duration: () => '耗时',
    none: () => '无',
    atMost: (value) => `最高 ${value}`,
    gateUnknown: () => '检查：无法判断',
    gatePassed: () => '检查：通过',
    gateFailed: () => '检查：未通过',
  },
  permissions: {
    needed: () => '必需',
    optional: () => '可以省略',
    purpose: ({ purpose, resource, without }) =>
      `${purpose}${resource.length > 0 ? `，限于 ${resource.join('、')}` : ''}${without === undefined ? '' : `；没有它：${without}`}`,
    ofSeveral: () => '查看一个或几个命令的策略：grayscale policy deploy rollback',
  },
  plan: {
    before: () => '之前',
    after: () => '之后',
    now: () => '当前',
  },
  result: {
    function: () => '函数',
    last: () => '最新版本',
    published: () => '已发布',
    deleted: () => '已删除',
    change: () => '之前 → 之后',
    versions: (count) => `${count} 个版本`,
    asBefore: (split) => `${split}（不变）`,
    unchanged: () => '无需更改。',
  },
  nothing: () => '（无）',
  status: {
    stage: () => '环境',
    region: () => '地域',
    namespace: () => '命名空间',
    status: () => '状态',
    lastVersion: () => '最新版本',
    found: () => '现有',
    wanted: () => '期望',
    notChecked: (what) => `未检查：${what.join('、')}`,
    noVersion: () => '尚未发布版本',
    version: () => '版本',
    published: () => '发布时间',
    provisioned: (version, { asked, started, status, idle }) => {
      const count = status === 'Done' ? `${asked}` : `${started}/${asked}（${status}）`
      return `v${version}：${count} 个预置实例${idle ? '，没有流量，计费中' : ''}`
    },
  },
}
