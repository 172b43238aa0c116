/** What snapd is told to do (`POST /v2/snaps/NAME`): one thing each, so that its failure says of what. */
import type { RunOptions } from '../run.ts'
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

/** snapd keeps what it stored for 31 days, `snap saved`. */
export function removeSnap(api: SnapdApi, name: string, options: RunOptions): Promise<Outcome> {
  return changeWithSnapd(api, { path: pathOf(name), body: { action: 'remove' } }, options)
}

function pathOf(name: string): string {
  return `/v2/snaps/${encodeURIComponent(name)}`
}
