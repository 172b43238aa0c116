import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import type { Ticket } from '../commons/transfers/on-machine/tickets.ts'
import { idlePriority } from '../tools/idle-priority.ts'
import { dieWithParent, toolEnvironment } from '../tools/run.ts'

/**
 * Starts a claimed ticket's command on this process's own standard input and output and resolves with its exit code.
 * Node cannot become another program, so it waits; the command and all it starts end with it.
 */
export async function execTicket(ticket: Ticket): Promise<number> {
  try {
    return await execHere([...dieWithParent, ...ticket.argv])
  } finally {
    await Promise.all(ticket.leftovers.map((leftover) => rm(leftover, { force: true })))
  }
}

/** Ends when its input does, like every agent. */
export function execIdleAgent(): Promise<number> {
  return execHere([...idlePriority, '/usr/lib/pc-switcher/agent'])
}

async function execHere([program, ...args]: readonly [string, ...string[]]): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env: toolEnvironment, cwd: '/' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
