'use strict'
// A process of its own for each run of a component: it is told the event, and tells what came of it.

const { join } = require('node:path')

process.once('message', async (event) => {
  try {
    const { handler } = require(join(process.env.LAMBDA_TASK_ROOT, 'handler'))
    process.send({ outputs: (await handler(event)) ?? {} })
  } catch ({ name, message, stack }) {
    process.send({ error: { name, message, stack } })
  }
  process.disconnect()
})
