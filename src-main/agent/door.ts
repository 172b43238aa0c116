/**
 * The forced command of the other laptop's key, as root: it starts the agent, at the usual priority or the lowest, or the
 * command of one ticket, once. The client's command line decides between these and nothing else.
 */
import { claimTicket } from '../commons/transfers/on-machine/tickets.ts'
import { assertNever } from '../kernel/assert-never.ts'
import { toAppError } from '../kernel/app-error.ts'
import { readDoorRequest } from './door-request.ts'
import { execIdleAgent, execTicket } from './exec-ticket.ts'
import { readBootId } from './host-facts.ts'

const runFolder = '/run/pc-switcher'
/** sysexits(3): EX_USAGE, EX_NOPERM. */
const exitCodes = { usage: 64, refused: 77 } as const

async function openDoor(command: string | undefined): Promise<number> {
  const request = readDoorRequest(command)
  switch (request.kind) {
    case 'agent':
      return serveAgent()
    case 'idle-agent':
      return execIdleAgent()
    case 'ticket':
      return execTicket(await claimTicket(runFolder, request.secret, await readBootId()))
    case 'refused':
      process.stderr.write('pc-switcher: this key starts the agent or one announced transfer, and nothing else.\n')
      return exitCodes.usage
    default:
      return assertNever(request)
  }
}

/** The agent's own bundle beside this one: it serves this process's standard input and output, and ends the process. */
async function serveAgent(): Promise<never> {
  await import(new URL('./agent.mjs', import.meta.url).href)
  throw new Error('the agent returned')
}

try {
  process.exitCode = await openDoor(process.env.SSH_ORIGINAL_COMMAND)
} catch (thrown) {
  process.stderr.write(`pc-switcher: ${toAppError(thrown).message}\n`)
  process.exitCode = exitCodes.refused
}
