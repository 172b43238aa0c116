/**
 * lock.json: what this laptop is reserved for. A living process holds it, identified by PID, start time and boot
 * ID. When that process is gone, the next one takes it over. It appears complete (a hard link of a finished file,
 * which fails if there is one already) and is replaced or removed only if it still has the contents that were read.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { readIfThere } from '../../../tools/files/own-file.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { AppError } from '../../../kernel/app-error.ts'
import { parseState } from '../../../kernel/state-text.ts'
import { compareAndReplace } from '../../../tools/files/compare-and-replace.ts'
import { flushFolder, writeFlushed } from '../../../tools/files/durable-file.ts'
import {
  identifyThisProcess,
  isAlive,
  isSameProcess,
  nameOfProcess,
  processIdentitySchema,
  processOfName,
} from '../../../tools/proc/process-identity.ts'
import { lockRequestSchema } from '../verbs.ts'
import { ledgerMessages } from '../messages.ts'

const lockSchema = lockRequestSchema.extend({
  version: z.literal(1),
  /** Unique for each lock ever taken. */
  token: z.string(),
  since: z.string(),
  process: processIdentitySchema,
})
type Lock = z.infer<typeof lockSchema>
type LockRequest = z.infer<typeof lockRequestSchema>

interface LockOptions {
  readonly signal: AbortSignal
  /** Unfinished work of a capability: nothing else may begin. */
  readonly blocksSwitch: (stateFolder: string) => AppError | undefined
}

/** Beginning of the names under which a lock is written before it gets its own. */
const beside = '.lock.json.'

/** An agent whose link was cut ends within seven seconds. One that works on the same is waited for. */
const patienceMs = 12_000
const pauseMs = 200

/** Returns when this process holds it. AppError "locked" when another living one does. */
export async function takeLock(stateFolder: string, request: LockRequest, options: LockOptions): Promise<void> {
  const { signal, blocksSwitch } = options
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })
  const blocked = blocksSwitch(stateFolder)
  if (blocked !== undefined) throw blocked
  const deadline = Date.now() + patienceMs
  for (;;) {
    const attempt = await attemptLock(stateFolder, request, signal)
    if (attempt.kind === 'taken') return
    if (attempt.kind === 'lost-race') continue
    if (attempt.holder.id !== request.id || isOurs(attempt.holder) || Date.now() > deadline)
      throw locked(attempt.holder)
    await wait(pauseMs, undefined, { signal })
  }
}

type Attempt =
  { readonly kind: 'taken' } | { readonly kind: 'lost-race' } | { readonly kind: 'held'; readonly holder: Lock }

async function attemptLock(stateFolder: string, request: LockRequest, signal: AbortSignal): Promise<Attempt> {
  const text = readLockText(stateFolder)
  const holder = text === undefined ? undefined : parseLock(stateFolder, text)
  if (holder !== undefined && isAlive(holder.process)) {
    return isOurs(holder) && holder.id === request.id ? { kind: 'taken' } : { kind: 'held', holder }
  }
  const next = JSON.stringify(makeLock(request))
  const won = text === undefined ? createLock(stateFolder, next) : await replaceLock(stateFolder, text, next, signal)
  return { kind: won ? 'taken' : 'lost-race' }
}

/** Harmless when this process does not hold it for that. */
export async function releaseLock(stateFolder: string, id: string, signal: AbortSignal): Promise<void> {
  const text = readLockText(stateFolder)
  if (text === undefined) return
  const lock = parseLock(stateFolder, text)
  if (isOurs(lock) && lock.id === id) await replaceLock(stateFolder, text, undefined, signal)
}

export interface SeenLock {
  readonly lock: Lock
  readonly alive: boolean
  /** Held by this process. */
  readonly ours: boolean
}

export function readLock(stateFolder: string): SeenLock | undefined {
  const text = readLockText(stateFolder)
  if (text === undefined) return undefined
  const lock = parseLock(stateFolder, text)
  return { lock, alive: isAlive(lock.process), ours: isOurs(lock) }
}

/** Only the holder of a switch's lock writes about that switch. */
export function requireLock(stateFolder: string, id: string): void {
  const found = readLock(stateFolder)
  if (found?.ours === true && found.lock.id === id) return
  if (found?.alive === true) throw locked(found.lock)
  throw ledgerMessages.notReserved({}, { details: id })
}

/** AppError "locked" while another living process holds the lock, for anything. */
export function requireNobodyElse(stateFolder: string): void {
  const found = readLock(stateFolder)
  if (found?.alive === true && !found.ours) throw locked(found.lock)
}

function locked({ of, since, startedBy, process: { pid } }: Lock): AppError {
  return ledgerMessages.locked({ of, since, startedBy }, { details: `held by process ${pid}` })
}

function isOurs(lock: Lock): boolean {
  return isSameProcess(lock.process, identifyThisProcess())
}

function makeLock(request: LockRequest): Lock {
  const since = new Date().toISOString()
  return { version: 1, token: randomUUID(), ...request, since, process: identifyThisProcess() }
}

function createLock(stateFolder: string, next: string): boolean {
  const fresh = besideLock(stateFolder, 'next')
  writeFlushed(fresh, next)
  try {
    linkSync(fresh, lockFile(stateFolder))
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(fresh, { force: true })
  }
  flushFolder(stateFolder)
  return true
}

async function replaceLock(
  stateFolder: string,
  text: string,
  next: string | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const seen = besideLock(stateFolder, 'seen')
  const fresh = besideLock(stateFolder, 'next')
  try {
    writeFlushed(seen, text)
    if (next !== undefined) writeFlushed(fresh, next)
    const guard = path.join(stateFolder, 'lock.guard')
    const replacement = { guard, file: lockFile(stateFolder), seen, ...(next === undefined ? {} : { next: fresh }) }
    const done = await compareAndReplace(replacement, { signal })
    if (done) flushFolder(stateFolder)
    return done
  } finally {
    rmSync(seen, { force: true })
    rmSync(fresh, { force: true })
  }
}

function lockFile(stateFolder: string): string {
  return path.join(stateFolder, 'lock.json')
}

/** Names are unique for each call: an agent may be asked twice at once. They say whose they are. */
function besideLock(stateFolder: string, what: 'seen' | 'next'): string {
  return path.join(stateFolder, `${beside}${what}.${nameOfProcess(identifyThisProcess())}.${randomUUID()}`)
}

/** Removes what agents that were killed left beside the lock. */
export function sweepBesideLock(stateFolder: string): void {
  for (const name of existsSync(stateFolder) ? readdirSync(stateFolder) : []) {
    const rest = name.startsWith(beside) ? name.slice(`${beside}seen.`.length) : undefined
    if (rest === undefined) continue
    const owner = processOfName(rest)
    if (owner === undefined || !isAlive(owner)) rmSync(path.join(stateFolder, name), { force: true })
  }
}

function readLockText(stateFolder: string): string | undefined {
  return readIfThere(lockFile(stateFolder))
}

function parseLock(stateFolder: string, text: string): Lock {
  const without = ledgerMessages.withoutLock({})
  return parseState({ path: lockFile(stateFolder), schema: lockSchema, without }, text)
}
