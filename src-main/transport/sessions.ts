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
 * What a browser is signed in with. It sends the cookie to every server of this host, whatever its port and whose it is, so
 * that alone only shows the page. The key is kept by the page of this one origin, and goes with all that is asked.
 */
export interface SessionSecrets {
  readonly cookie: string
  readonly pageKey: string
}

/**
 * Exchanges a single-use token, which only who can reach the person's own socket gets, for a session. Keeps hashes only, so
 * that neither memory, nor the disk, nor the time of a comparison reveals a secret.
 */
export interface Sessions {
  /** person: of no use to any other account, for a link that others may see. */
  mint(forWhom?: 'anybody' | 'person'): string
  /** A session for an unused, unexpired token; undefined for any other. `isPerson`: whether the person's own account asks. */
  redeem(token: string, isPerson?: boolean): SessionSecrets | undefined
  /** Whether the page may be shown. */
  isOpen(cookie: string): boolean
  /** Whether a call may be made, and messages be read. */
  mayAsk(session: SessionSecrets): boolean
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
      .map(({ sha256, ...use }) => [sha256, use]),
  )

  const isOver = (usedAtMs: number): boolean => usedAtMs + sessionLifeMs < clock.nowMs()

  function use(key: string, pageKeySha256: string): void {
    open.delete(key)
    open.set(key, { pageKeySha256, usedAtMs: clock.nowMs() })
    for (const [other, { usedAtMs }] of open) if (open.size > mostSessions || isOver(usedAtMs)) open.delete(other)
    memory.write([...open].map(([sha256, used]) => ({ sha256, ...used })))
  }

  function find(cookie: string) {
    const found = open.get(hash(cookie))
    return found === undefined || isOver(found.usedAtMs) ? undefined : found
  }

  return {
    mint(forWhom = 'anybody') {
      const token = newSecret()
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
      const signedIn = { cookie: newSecret(), pageKey: newSecret() }
      use(hash(signedIn.cookie), hash(signedIn.pageKey))
      return signedIn
    },
    isOpen: (cookie) => find(cookie) !== undefined,
    mayAsk({ cookie, pageKey }) {
      const found = find(cookie)
      if (found?.pageKeySha256 !== hash(pageKey)) return false
      // Whoever has the cookie alone does not keep it from ending.
      if (clock.nowMs() - found.usedAtMs > useStepMs) use(hash(cookie), found.pageKeySha256)
      return true
    },
  }
}

function newSecret(): string {
  return randomBytes(32).toString('hex')
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
