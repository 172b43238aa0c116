/** Ctrl-C while a pair is made: stops the work and removes everything it made. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { lockFile, lockHeld } from './lock.ts'
import { programFile } from './program-file.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** From now on an interruption brings the pair down. Returns how to end that. */
export function cleanUpWhenInterrupted(name: string): () => void {
  const cleanUp = (): never => {
    process.stderr.write('Interrupted: removing what was made so far\n')
    killChildren()
    // Synchronously: nothing else of this process goes on meanwhile, and it still holds the pair's lock.
    // In a session of its own, where a second Ctrl-C does not reach it.
    spawnSync('setsid', ['--wait', process.execPath, programFile(), 'down', '--name', name], {
      stdio: 'inherit',
      env: { ...process.env, [lockHeld]: name },
    })
    rmSync(lockFile(name), { force: true })
    process.exit(130)
  }
  for (const signal of signals) process.on(signal, cleanUp)
  return () => {
    for (const signal of signals) process.off(signal, cleanUp)
  }
}

/** Ends what this process started, but for the supervisor: "down" asks that one to end in order. */
function killChildren(): void {
  for (const thread of readdirSync('/proc/self/task')) {
    const children = readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ')
    for (const child of children.filter((word) => word !== '')) endUnlessSupervisor(Number(child))
  }
}

function endUnlessSupervisor(pid: number): void {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('supervise')) process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}
