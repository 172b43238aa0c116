/** What snapd is told to do (`POST /v2/snaps/NAME`, `/v2/interfaces`, `/v2/aliases`): one thing each, so that its failure says of what. */
import type { RunOptions } from '../run.ts'
import type { ListedAlias } from './snapd-lists.ts'
import type { Outcome } from '../outcome.ts'
import { changeWithSnapd, type OnShare, type SnapdApi } from './snapd-request.ts'

export interface WantedSnap {
  readonly name: string
  readonly revision: string
  /** Without confinement, which whoever decides was asked about. */
  readonly isClassic: boolean
  readonly onShare?: OnShare
}

/** From the store, with the base that it needs. A channel beside the revision is refused by some versions (snapd 14164). */
export function installSnap(
  api: SnapdApi,
  { name, revision, isClassic, onShare }: WantedSnap,
  options: RunOptions,
): Promise<Outcome> {
  const body = { action: 'install', revision, ...(isClassic ? { classic: true } : {}) }
  return changeWithSnapd(api, { path: pathOf(name), body, onShare }, options)
}

/** Asks no store: what it follows from now on. */
export function followChannel(
  api: SnapdApi,
  { name, channel }: { readonly name: string; readonly channel: string },
  options: RunOptions,
): Promise<Outcome> {
  return changeWithSnapd(api, { path: pathOf(name), body: { action: 'switch', channel } }, options)
}

/** hold: for good, also against a plain "snap refresh". remove: snapd keeps what it stored for 31 days, `snap saved`. */
export function actOnSnap(
  api: SnapdApi,
  { name, action }: { readonly name: string; readonly action: 'hold' | 'disable' | 'remove' },
  options: RunOptions,
): Promise<Outcome> {
  const body = { action, ...(action === 'hold' ? { time: 'forever', 'hold-level': 'general' } : {}) }
  return changeWithSnapd(api, { path: pathOf(name), body }, options)
}

export interface WantedConnection {
  /** "firefox", "camera". */
  readonly plug: readonly [string, string]
  /** Of the system where the snap is empty. */
  readonly slot: readonly [string, string]
  readonly isConnected: boolean
}

export function setConnection(
  api: SnapdApi,
  { plug: [plugSnap, plug], slot: [slotSnap, slot], isConnected }: WantedConnection,
  options: RunOptions,
): Promise<Outcome> {
  const body = {
    action: isConnected ? 'connect' : 'disconnect',
    plugs: [{ snap: plugSnap, plug }],
    slots: [{ snap: slotSnap, slot }],
  }
  return changeWithSnapd(api, { path: '/v2/interfaces', body }, options)
}

export function addAlias(api: SnapdApi, alias: ListedAlias, options: RunOptions): Promise<Outcome> {
  return changeWithSnapd(api, { path: '/v2/aliases', body: { action: 'alias', ...alias } }, options)
}

function pathOf(name: string): string {
  return `/v2/snaps/${encodeURIComponent(name)}`
}
