/** What `require('scf-grayscale')` gives to TypeScript: the component for `sls`, and nothing of what `import` gives. */

import type { Verb } from '../sls/verbs.js' with { 'resolution-mode': 'import' }
import type { Inputs } from './generated.js' with { 'resolution-mode': 'import' }

/** The commands of `sls`, each with the words of its command line. */
type Verbs = Record<Verb, (given?: unknown) => Promise<unknown>>

interface ScfGrayscale extends Verbs {
  init(): Promise<void>
}

/** The class that `sls` makes an object of. */
type ComponentClass = {
  new (id?: string, context?: object): ScfGrayscale
  readonly definition: component.Definition | undefined
}

declare const component: ComponentClass & {
  /**
   * The component of a project, for its `serverless.js`:
   * `module.exports = require('scf-grayscale').component({ functions: { … } })`
   */
  component(definition?: component.Definition): ComponentClass
}

declare namespace component {
  /** The inputs that a project keeps in its file; `stable` is typed with a command. */
  type Definition = Omit<Inputs, 'stable'>
}

export = component
