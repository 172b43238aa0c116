/** Supervisors of a pair that nobody can ask any more: they keep its ports, and what they have mounted. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const patienceMs = 15_000
const pauseMs = 100

/** Their process IDs. A name is a whole word of the command, so that no pair is taken for another one. */
export function findSupervisors(name: string): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .map(Number)
    .filter((pid) => isSupervisor(pid, name))
}

/** In order where they still can; what is stuck is killed. */
export async function endSupervisors(name: string): Promise<void> {
  for (const pid of findSupervisors(name)) tell(pid, 'SIGTERM')
  const deadline = Date.now() + patienceMs
  while (findSupervisors(name).length > 0) {
    if (Date.now() > deadline) for (const pid of findSupervisors(name)) tell(pid, 'SIGKILL')
    await wait(pauseMs)
  }
}

function isSupervisor(pid: number, name: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    const at = words.indexOf('supervise')
    return at !== -1 && words[at + 1] === '--name' && words[at + 2] === name
  } catch {
    // It ended by itself meanwhile.
    return false
  }
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The same.
  }
}
