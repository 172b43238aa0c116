import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import type { Ticket } from '../commons/transfers/on-machine/tickets.ts'
import { dieWithParent, toolEnvironment } from '../tools/run.ts'

/**
 * Starts a claimed ticket's command on this process's own standard input and output and resolves with its exit code.
 * Node cannot become another program, so it waits; the command and all it starts end with it.
 */
export async function execTicket(ticket: Ticket): Promise<number> {
  const [program, ...args] = [...dieWithParent, ...ticket.argv]
  const child = spawn(program, args, { stdio: 'inherit', env: toolEnvironment, cwd: '/' })
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => resolve(code ?? 1))
    })
  } finally {
    await Promise.all(ticket.leftovers.map((leftover) => rm(leftover, { force: true })))
  }
}
