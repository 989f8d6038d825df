#!/usr/bin/env node
// @ts-check
const [first, ...others] = process.argv.slice(2)

if (first === '__complete') {
  // what a shell asks while a person waits: only what that takes is loaded
  const { answer } = await import('./completion/answer.js')
  process.stdout.write(await answer(others, { cwd: process.cwd(), env: process.env }))
} else {
  const { run } = await import('./run.js')
  process.exitCode = await run(process.argv.slice(2), process)
}
