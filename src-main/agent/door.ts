/**
 * The forced command of the other laptop's key, as root: it starts the agent, at the usual priority or the lowest, or the
 * command of one ticket, once. The client's command line decides between these and nothing else.
 */
import { createRequire } from 'node:module'
import { assertNever } from '../kernel/assert-never.ts'
import { toAppError } from '../kernel/app-error.ts'
import { readDoorRequest } from './door-request.ts'

const runFolder = '/run/pc-switcher'
/** sysexits(3): EX_USAGE, EX_NOPERM. */
const exitCodes = { usage: 64, refused: 77 } as const

async function openDoor(command: string | undefined): Promise<number> {
  const request = readDoorRequest(command)
  switch (request.kind) {
    case 'agent':
      return serveAgent()
    case 'idle-agent':
      return (await import('./exec-ticket.ts')).execIdleAgent()
    case 'ticket':
      return openTransfer(request.secret)
    case 'refused':
      process.stderr.write('pc-switcher: this key starts the agent or one announced transfer, and nothing else.\n')
      return exitCodes.usage
    default:
      return assertNever(request)
  }
}

/** Loaded here alone: what reads tickets takes longer to load than to run, and the agent has a copy of its own. */
async function openTransfer(secret: string): Promise<number> {
  const [{ claimTicket }, { execTicket }, { readBootId }] = await Promise.all([
    import('../commons/transfers/on-machine/tickets.ts'),
    import('./exec-ticket.ts'),
    import('./host-facts.ts'),
  ])
  return execTicket(await claimTicket(runFolder, secret, readBootId()))
}

/** The agent's own bundle beside this one: it serves this process's standard input and output, and ends the process. */
function serveAgent(): Promise<never> {
  createRequire(import.meta.url)('./agent.cjs')
  return new Promise(() => undefined)
}

openDoor(process.env.SSH_ORIGINAL_COMMAND).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (thrown: unknown) => {
    process.stderr.write(`pc-switcher: ${toAppError(thrown).message}\n`)
    process.exitCode = exitCodes.refused
  },
)
