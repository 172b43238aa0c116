/** Why a set may not be deleted. Before deletion `check-set.ts` checks the rest once more. */
import type { Message } from '../../../../kernel/message.ts'
import type { ListedSet } from '../../../../commons/snapshot-sets/schemas.ts'
import type { KeptSet } from '../../verbs.ts'
import { snapshotSetsMessages } from '../../../../commons/snapshot-sets/messages.ts'
import { snapshotsMessages } from '../../messages.ts'

/** IDs of foreign snapshots in a listing; never the ID of a set. */
export const foreignPrefix = 'foreign-'

/** Finished, and everything that its description names is there. */
export function isWhole({ content, subvolumes }: ListedSet): boolean {
  return (
    content.kind === 'described' &&
    content.description.state === 'finished' &&
    content.description.snapshots.length > 0 &&
    content.description.snapshots.every(({ subvolume }) => subvolumes.includes(subvolume))
  )
}

/** Taken before a rollback or a restore, perhaps only of what was replaced. */
export function isAside({ content }: ListedSet): boolean {
  const reason = content.kind === 'described' ? content.description.reason : undefined
  return reason === 'before-rollback' || reason === 'before-restore'
}

function isGood(set: ListedSet): boolean {
  return isWhole(set) && !isAside(set)
}

/** An unfinished set older than this was given up. */
const makingMs = 5 * 60_000

/** By ID; sets that may be deleted are not in it. The newest complete set is kept if no other one would be. */
export function refuseAmong(sets: readonly KeptSet[], ids: readonly string[]): ReadonlyMap<string, Message> {
  const wanted = new Set(ids)
  const staying = sets.filter((set) => isGood(set) && (!wanted.has(set.id) || refusalOf(set) !== undefined))
  const last = staying.length > 0 ? undefined : sets.find(isGood)?.id
  const entries = [...wanted].flatMap((id) => {
    const set = sets.find((candidate) => candidate.id === id)
    const why = set === undefined ? refusalOfUnknown(id) : (refusalOf(set) ?? refusalOfLast(id === last))
    return why === undefined ? [] : [[id, why] as const]
  })
  return new Map(entries)
}

function refusalOfLast(isLast: boolean): Message | undefined {
  return isLast ? snapshotsMessages.lastGood({}) : undefined
}

function refusalOfUnknown(id: string): Message {
  return id.startsWith(foreignPrefix) ? snapshotSetsMessages.foreign({}) : snapshotsMessages.notFound({})
}

function refusalOf({ content, pinned, neededBecause }: KeptSet): Message | undefined {
  if (content.kind !== 'described') return snapshotSetsMessages.undescribed({})
  if (neededBecause !== undefined) return neededBecause
  const { state, at } = content.description
  if (state === 'taking' && Math.abs(Date.now() - Date.parse(at)) < makingMs) return snapshotsMessages.beingTaken({})
  return pinned ? snapshotsMessages.pinnedFirst({}) : undefined
}
