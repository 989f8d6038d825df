'use strict'
/** `src/serverless.js` of the package that `sls publish` uploads; scripts/component.mjs makes it. */
const { Component } = require('@serverless/core')
const { platformComponent } = require('./index.js')

module.exports = platformComponent(Component)
