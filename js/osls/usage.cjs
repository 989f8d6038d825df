// @ts-check
'use strict'
/**
 * The plugin's help. The framework wants it at once, from a CommonJS file, so it can't be read from js/cli/commands.js; a test
 * holds each text that both have to the command line's.
 */

const en = {
  inputs: 'One input: NAME=VALUE, such as traffic=0.2. Repeat it for several',
  grayscale: 'Grayscale releases of Tencent Cloud functions',
  rollout: 'Control a rollout that a deploy with rollout=… started',
  commands: {
    plan: 'Show what a deploy would do, and change nothing',
    status: 'Show functions, versions, aliases and traffic shares',
    info: 'Show the status, and functions that this service created and no longer names',
    logs: "Show a function's log from CLS: who ran, how long, what failed, what was written",
    rollback: 'Give all traffic back to published code, in one write per function',
    undo: 'Restore each alias to its routing before a run (default: the last run)',
    resume: 'Continue the last interrupted run',
    abort: 'Undo the traffic shifts of the last interrupted run',
  },
  actions: {
    status: 'Show the state of the rollout and what would be decided now',
    tick: 'Read the figures, decide and carry out: once a minute',
    pause: 'Hold the current step until it is resumed',
    resume: 'Continue a paused rollout',
    promote: 'Leave the current step without waiting',
    approve: 'Open the gate after a step: --inputs gate=NAME',
    abort: 'End the rollout and move all traffic back to stable',
  },
}

/** @type {typeof en} */
const zh = {
  inputs: '一项输入：NAME=VALUE，例如 `traffic=0.2`。多项输入请重复使用',
  grayscale: '腾讯云函数的灰度发布',
  rollout: '控制由带 `rollout=…` 的部署启动的渐进发布',
  commands: {
    plan: '显示部署将做什么，不改动任何东西',
    status: '显示函数、版本、别名和流量比例',
    info: '显示状态，以及本服务创建过、现在不再写出的函数',
    logs: '显示函数在 CLS 的日志：哪些请求、耗时多久、哪些失败、输出了什么',
    rollback: '把全部流量退回已发布的代码，每个函数一次写入',
    undo: '把每个别名的路由恢复到某次运行之前（默认：最近一次运行）',
    resume: '继续上一次中断的运行',
    abort: '撤销上一次中断的运行所做的流量切换',
  },
  actions: {
    status: '显示渐进发布的状态，以及现在会作出的决定',
    tick: '读取数据、作出决定并执行：每分钟一次',
    pause: '停在当前步骤，直到继续',
    resume: '继续已暂停的渐进发布',
    promote: '不再等待，离开当前步骤',
    approve: '打开一步之后的关卡：`--inputs gate=NAME`',
    abort: '结束渐进发布，全部流量回到稳定版本',
  },
}

module.exports = { en, zh }
