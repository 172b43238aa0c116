import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import type { Pair } from './layout.ts'
import { PracticeError } from './practice-error.ts'
import { programFile } from './program-file.ts'

/** Starts the process that keeps a pair up, and waits until it can be asked. It outlives this one. */
export async function startSupervisor(pair: Pair): Promise<void> {
  await mkdir(pair.folder, { recursive: true })
  const log = openSync(pair.supervisorLog, 'a', 0o600)
  const child = spawn(process.execPath, [programFile(), 'supervise', '--name', pair.name], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
  })
  closeSync(log)
  child.unref()
  for (let tries = 0; tries < 3000; tries++) {
    if (existsSync(pair.controlSocket)) return
    if (child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new PracticeError('The supervisor of the pair did not start.', await lastWords(pair))
}

/** What the supervisor wrote last: why it failed. */
export async function lastWords(pair: Pair): Promise<string> {
  const said = await readFile(pair.supervisorLog, 'utf8')
  return said.trim().split('\n').slice(-8).join('\n')
}
