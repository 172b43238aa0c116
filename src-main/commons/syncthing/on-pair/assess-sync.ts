/** What the two sides' answers mean together. Each side alone is wrong about being in sync: a peer that is down counts as complete. */
import type { Output } from '../../../contract/define.ts'
import type { readSync } from '../verbs.ts'

export type SyncStatus = Output<typeof readSync>

export interface SyncProblem {
  readonly path: string
  readonly words: string
}

export type SyncAssessment =
  | { readonly kind: 'apart'; readonly why: string | undefined }
  | { readonly kind: 'stopped'; readonly side: 'from' | 'to'; readonly words: string }
  /** Indexes, scans or copying are under way. */
  | { readonly kind: 'working' }
  | { readonly kind: 'failing'; readonly problems: readonly SyncProblem[] }
  /** The target has all that Syncthing knows of on the source. Whether it is right, its names tell. */
  | { readonly kind: 'in-sync' }

const atRest = ['idle', 'error']

export function assessSync(from: SyncStatus, to: SyncStatus): SyncAssessment {
  if (from.error !== '') return { kind: 'stopped', side: 'from', words: from.error }
  if (to.error !== '') return { kind: 'stopped', side: 'to', words: to.error }
  if (!from.connected || !to.connected) return { kind: 'apart', why: from.tunnelProblem ?? to.tunnelProblem }
  if (!atRest.includes(from.state) || !atRest.includes(to.state) || !haveIndexesMet(from, to))
    return { kind: 'working' }
  if (to.needItems === 0) return { kind: 'in-sync' }
  // Resting with needs: either it has not begun yet, or it could not.
  return to.problems.length === 0 ? { kind: 'working' } : { kind: 'failing', problems: to.problems }
}

/** Equal, not at least: a number of an earlier index may be higher. */
function haveIndexesMet(from: SyncStatus, to: SyncStatus): boolean {
  return from.sequence === to.peerSequence && to.sequence === from.peerSequence
}
