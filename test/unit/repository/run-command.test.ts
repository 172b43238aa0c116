import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, it } from 'vitest'

const module = path.resolve(import.meta.dirname, '../../../scripts/run-command.mjs')

it('ends what it started when it is asked to end itself', async () => {
  const script = `
    import { runCommand, stopSignal } from ${JSON.stringify(module)}
    await runCommand(['sh', '-c', 'echo $$; exec sleep 60'], { passThrough: true, signal: stopSignal() })`
  const runner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const child = await new Promise<number>((resolve) =>
    runner.stdout.once('data', (said: Buffer) => resolve(Number(said.toString()))),
  )
  expect(() => process.kill(child, 0)).not.toThrow()
  const ended = once(runner, 'exit')
  runner.kill('SIGTERM')
  await ended
  expect(() => process.kill(child, 0)).toThrow('ESRCH')
})
