// Loaded into the CLIs before anything of theirs: a connection that would leave this machine ends them.
'use strict'
const { Socket } = require('node:net')

const { connect } = Socket.prototype

Socket.prototype.connect = function (...given) {
  const [options] = [given[0]].flat()
  const host =
    typeof options === 'object' ? (options.host ?? 'localhost') : typeof given[1] === 'string' ? given[1] : 'localhost'
  if (!options?.path && !/^(?:127\.|localhost$|::1$)/.test(host)) {
    process.stderr.write(`a connection to ${host} was begun\n`)
    process.exit(99)
  }
  return connect.apply(this, given)
}
