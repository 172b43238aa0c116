import { createHash, randomBytes } from 'node:crypto'
import type { SessionMemory } from '../journal/kept-sessions.ts'
import type { Clock } from '../kernel/clock.ts'

const tokenLifeMs = 10 * 60_000
/** After so long without use a browser has to be signed in again. */
const sessionLifeMs = 30 * 24 * 60 * 60_000
/** How exactly the last use is known: not every request is written to the disk. */
const useStepMs = 60 * 60_000
const mostSessions = 32

/**
 * Exchanges a single-use token, which only who can reach the person's own socket gets, for a session cookie. Keeps
 * hashes only, so that neither memory, nor the disk, nor the time of a comparison reveals a secret.
 */
export interface Sessions {
  /** person: of no use to any other account, for a link that others may see. */
  mint(forWhom?: 'anybody' | 'person'): string
  /** The cookie for an unused, unexpired token; undefined for any other. `isPerson`: whether the person's own account asks. */
  redeem(token: string, isPerson?: boolean): string | undefined
  isOpen(cookie: string): boolean
}

/** For an app that no browser reaches, and for as long as it lives. */
const forgetful: SessionMemory = { read: () => [], write: () => undefined }

export function createSessions(clock: Clock, memory: SessionMemory = forgetful): Sessions {
  const tokens = new Map<string, { readonly until: number; readonly forWhom: 'anybody' | 'person' }>()
  /** When each was used last; the one that was used longest ago first. */
  const open = new Map(
    memory
      .read()
      .toSorted((one, other) => one.usedAtMs - other.usedAtMs)
      .map(({ sha256, usedAtMs }) => [sha256, usedAtMs]),
  )

  const isOver = (usedAtMs: number): boolean => usedAtMs + sessionLifeMs < clock.nowMs()

  function use(key: string): void {
    open.delete(key)
    open.set(key, clock.nowMs())
    for (const [other, usedAtMs] of open) if (open.size > mostSessions || isOver(usedAtMs)) open.delete(other)
    memory.write([...open].map(([sha256, usedAtMs]) => ({ sha256, usedAtMs })))
  }

  return {
    mint(forWhom = 'anybody') {
      const token = randomBytes(32).toString('hex')
      tokens.set(hash(token), { until: clock.nowMs() + tokenLifeMs, forWhom })
      return token
    },
    redeem(token, isPerson = false) {
      const key = hash(token)
      const known = tokens.get(key)
      // Whoever else has seen it does not use it up either.
      if (known === undefined || (known.forWhom === 'person' && !isPerson)) return undefined
      tokens.delete(key)
      if (known.until < clock.nowMs()) return undefined
      const cookie = randomBytes(32).toString('hex')
      use(hash(cookie))
      return cookie
    },
    isOpen(cookie) {
      const key = hash(cookie)
      const usedAtMs = open.get(key)
      if (usedAtMs === undefined || isOver(usedAtMs)) return false
      if (clock.nowMs() - usedAtMs > useStepMs) use(key)
      return true
    },
  }
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
