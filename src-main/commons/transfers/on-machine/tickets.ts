/**
 * A ticket is the permission for one command, given out by this machine's agent and brought back through the door.
 * It is a file named after the SHA-256 of its secret. Taking it renames it, so it works once. It starts what this
 * machine wrote into it, never what the other side asks for.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { uptime } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { parseJson } from '../../../kernel/parse-json.ts'
import { readIfThere, readOwnText } from '../../../tools/files/own-file.ts'
import { writeFlushed } from '../../../tools/files/durable-file.ts'
import { identifyThisProcess, isAlive, processIdentitySchema } from '../../../tools/proc/process-identity.ts'
import { transfersMessages } from '../messages.ts'

const ticketSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  argv: z.tuple([z.string()], z.string()),
  /** Removed when the command has ended, or when the ticket was not used in time. */
  leftovers: z.array(z.string()),
  /** Since the boot with `bootId`, so that setting the clock has no effect. */
  expiresAtUptimeSeconds: z.number(),
  bootId: z.string(),
  /** The agent that gave it out: when that is gone, nobody waits for what it permits. */
  issuer: processIdentitySchema,
})
export type Ticket = z.infer<typeof ticketSchema>

export interface TicketRequest {
  readonly argv: readonly [string, ...string[]]
  readonly leftovers: readonly string[]
  readonly lifeSeconds: number
  readonly bootId: string
}

/** Below the run folder, root's alone. */
function ticketFolder(runFolder: string): string {
  return path.join(runFolder, 'tickets')
}

export async function issueTicket(runFolder: string, request: TicketRequest): Promise<{ id: string; secret: string }> {
  const folder = ticketFolder(runFolder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await sweepTickets(runFolder)
  const secret = randomBytes(32).toString('hex')
  const [program, ...args] = request.argv
  const ticket: Ticket = {
    version: 1,
    id: randomUUID(),
    argv: [program, ...args],
    leftovers: [...request.leftovers],
    expiresAtUptimeSeconds: uptime() + request.lifeSeconds,
    bootId: request.bootId,
    issuer: identifyThisProcess(),
  }
  writeFlushed(path.join(folder, fileNameOf(secret)), JSON.stringify(ticket))
  sweepLater(runFolder, request.lifeSeconds)
  return { id: ticket.id, secret }
}

/** Takes a ticket. It is used up even if this fails. Throws AppError "ticket-refused". */
export async function claimTicket(runFolder: string, secret: string, bootId: string): Promise<Ticket> {
  const file = path.join(ticketFolder(runFolder), fileNameOf(secret))
  const claimed = `${file}.${randomUUID()}`
  await rename(file, claimed).catch((cause: unknown) => {
    throw transfersMessages.ticketRefused({ why: 'unknown' }, { cause })
  })
  const ticket = await takeTicket(claimed)
  if (ticket.bootId !== bootId) throw transfersMessages.ticketRefused({ why: 'earlier-boot' })
  if (ticket.expiresAtUptimeSeconds < uptime()) throw transfersMessages.ticketRefused({ why: 'expired' })
  return ticket
}

async function takeTicket(file: string): Promise<Ticket> {
  try {
    return readTicket(file)
  } finally {
    await rm(file, { force: true })
  }
}

function readTicket(file: string): Ticket {
  try {
    return ticketSchema.parse(JSON.parse(readOwnText(file)))
  } catch (cause) {
    throw transfersMessages.ticketRefused({ why: 'unreadable' }, { cause })
  }
}

/** One that nobody brought back does not lie about. What fails is swept by the next agent. */
function sweepLater(runFolder: string, lifeSeconds: number): void {
  const sweep = (): void => void sweepTickets(runFolder).catch(() => undefined)
  setTimeout(sweep, (lifeSeconds + 1) * 1000).unref()
}

/** Removes what was not used in time, and what agents gave out that are gone. */
export async function sweepTickets(runFolder: string): Promise<void> {
  const folder = ticketFolder(runFolder)
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    const file = path.join(folder, name)
    const ticket = ticketSchema.safeParse(parseJson(readIfThere(file) ?? '')).data
    if (ticket !== undefined && ticket.expiresAtUptimeSeconds >= uptime() && isAlive(ticket.issuer)) continue
    await Promise.all([file, ...(ticket?.leftovers ?? [])].map((leftover) => rm(leftover, { force: true })))
  }
}

function fileNameOf(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex')
}
