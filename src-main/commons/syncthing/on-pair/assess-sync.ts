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
  /** The receiver has something of its own, which has to be reverted. */
  | { readonly kind: 'receiver-differs' }
  /** The receiver has something that the sender's index lacks or has older, which has to be overridden. */
  | { readonly kind: 'sender-lacks' }
  | { readonly kind: 'failing'; readonly problems: readonly SyncProblem[] }
  /** All agreed but the totals. */
  | { readonly kind: 'totals-differ' }
  | { readonly kind: 'in-sync'; readonly keptFolders: readonly SyncProblem[] }

const atRest = ['idle', 'error']
/** Such folders stay: what is ignored in them is not ours to delete. The wording is that of 1.29. */
const keptFolderWords = /contains ignored files/i
/** Told by the scan, not by copying: names that Syncthing does not carry. */
const notCarriedWords = /UTF-?8|normaliz/i

export function assessSync(from: SyncStatus, to: SyncStatus): SyncAssessment {
  if (from.error !== '') return { kind: 'stopped', side: 'from', words: from.error }
  if (to.error !== '') return { kind: 'stopped', side: 'to', words: to.error }
  if (!from.connected || !to.connected) return { kind: 'apart', why: from.tunnelProblem ?? to.tunnelProblem }
  if (!atRest.includes(from.state) || !atRest.includes(to.state) || !haveIndexesMet(from, to))
    return { kind: 'working' }
  if (to.receiveOnlyItems > 0) return { kind: 'receiver-differs' }
  if (from.needItems > 0) return { kind: 'sender-lacks' }
  if (to.needItems > 0) return assessNeed(to)
  return sameTotals(from, to) ? { kind: 'in-sync', keptFolders: [] } : { kind: 'totals-differ' }
}

/** Equal, not at least: a number of an earlier index may be higher. */
export function haveIndexesMet(from: SyncStatus, to: SyncStatus): boolean {
  return from.sequence === to.peerSequence && to.sequence === from.peerSequence
}

/** Resting with needs: either it has not begun yet, or it could not. */
function assessNeed(to: SyncStatus): SyncAssessment {
  const problems = to.problems.filter(({ words }) => !notCarriedWords.test(words))
  if (problems.length === 0) return { kind: 'working' }
  const kept = problems.filter(({ words }) => keptFolderWords.test(words))
  const onlyKept = kept.length === problems.length && to.needDeletes === to.needItems && kept.length === to.needItems
  return onlyKept ? { kind: 'in-sync', keptFolders: kept } : { kind: 'failing', problems }
}

function sameTotals(from: SyncStatus, to: SyncStatus): boolean {
  return (
    from.global.files === to.global.files &&
    from.global.folders === to.global.folders &&
    from.global.links === to.global.links
  )
}

/** What a side's scan says it cannot carry. */
export function notCarried(status: SyncStatus): readonly SyncProblem[] {
  return status.problems.filter(({ words }) => notCarriedWords.test(words))
}
