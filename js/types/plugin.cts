/** What `require('scf-grayscale/plugin')` gives to TypeScript: the class that osls makes an object of. */

declare class ScfGrayscalePlugin {
  static getProviderName(): string

  constructor(
    serverless: object,
    options: Record<string, unknown>,
    writers: { log: object; progress: object; writeText: (text: string) => void },
  )

  readonly commands: Record<string, object>
  readonly hooks: Record<string, () => unknown>
}

export = ScfGrayscalePlugin
