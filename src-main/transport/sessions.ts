import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'

const tokenLifeMs = 10 * 60_000
const mostSessions = 32

/**
 * Exchanges a single-use token, which only who can reach the person's own socket gets, for a session cookie. Keeps
 * hashes only, so that neither memory nor the time of a comparison reveals a secret.
 */
export interface Sessions {
  mint(): string
  /** The cookie for an unused, unexpired token; undefined for any other. */
  redeem(token: string): string | undefined
  isOpen(cookie: string): boolean
}

export function createSessions(clock: Clock): Sessions {
  const tokens = new Map<string, number>()
  const open = new Set<string>()
  return {
    mint() {
      const token = randomBytes(32).toString('hex')
      tokens.set(hash(token), clock.nowMs() + tokenLifeMs)
      return token
    },
    redeem(token) {
      const key = hash(token)
      const until = tokens.get(key)
      tokens.delete(key)
      if (until === undefined || until < clock.nowMs()) return undefined
      const cookie = randomBytes(32).toString('hex')
      open.add(hash(cookie))
      const [oldest] = open
      if (open.size > mostSessions && oldest !== undefined) open.delete(oldest)
      return cookie
    },
    isOpen: (cookie) => open.has(hash(cookie)),
  }
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
