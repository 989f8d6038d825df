'use strict'
// What the platform supplies to each component: the base class, and the handler that the CLI's own handler.js asks for.
// After @serverless/core 2.0.27.

const { join } = require('node:path')

class Component {
  constructor({ name, org, app, stage = 'dev', state = {}, credentials, accessKey, componentName, componentVersion }) {
    Object.assign(this, { name, org, app, stage, state, credentials, accessKey, componentName, componentVersion })
  }

  async debug(message) {
    console.log(message)
  }

  async log(message) {
    console.log(message)
  }

  async status(message) {
    console.log(message)
  }

  async save() {
    // The platform takes both, and keeps whichever arrives last: here a component that relies on luck is found out.
    if (this.saving) throw new Error('a state is saved while another save of it is under way')
    this.saving = true
    try {
      await new Promise((resolve, reject) => {
        const saved = ({ refused }) => (refused === undefined ? resolve() : reject(new Error(refused)))
        process.once('message', saved)
        process.send({ save: this.state })
      })
    } finally {
      this.saving = false
    }
  }
}

async function handler(event) {
  const UserComponent = require(join(process.env.LAMBDA_TASK_ROOT, 'serverless'))
  const component = new UserComponent(event)
  if (typeof component[event.method] !== 'function') {
    throw Object.assign(
      new Error(
        `method "${event.method}" does not exist in component "${event.componentName}@${event.componentVersion}"`,
      ),
      { name: 'MethodNotFound' },
    )
  }
  return component[event.method](event.inputs)
}

module.exports = { Component, handler }
