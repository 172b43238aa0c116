/** Why a set may not be deleted; what is not refused here is looked at once more by `check-set.ts` before it goes. */
import type { ListedSet } from '../../../../commons/snapshot-sets/schemas.ts'
import type { KeptSet } from '../../verbs.ts'

/** What a listing calls those of other tools; never the id of a set. */
export const foreignPrefix = 'foreign-'

/** Finished, and everything that its description names is there. */
export function isWhole({ content, folders }: ListedSet): boolean {
  return (
    content.kind === 'described' &&
    content.description.state === 'finished' &&
    content.description.snapshots.length > 0 &&
    content.description.snapshots.every(({ folder }) => folders.includes(folder))
  )
}

/** Taken of what a rollback or a restore was about to replace, and perhaps of nothing else. */
export function isAside({ content }: ListedSet): boolean {
  const reason = content.kind === 'described' ? content.description.reason : undefined
  return reason === 'before-rollback' || reason === 'before-restore'
}

function isGood(set: ListedSet): boolean {
  return isWhole(set) && !isAside(set)
}

/** One that was begun longer ago was given up. */
const makingMs = 5 * 60_000

/** By id; one that may go is not in it. Of several the newest whole one stays when no other would. */
export function refuseAmong(sets: readonly KeptSet[], ids: readonly string[]): ReadonlyMap<string, string> {
  const wanted = new Set(ids)
  const staying = sets.filter((set) => isGood(set) && (!wanted.has(set.id) || refusalOf(set) !== undefined))
  const last = staying.length > 0 ? undefined : sets.find(isGood)?.id
  const entries = [...wanted].flatMap((id) => {
    const set = sets.find((candidate) => candidate.id === id)
    const why = set === undefined ? refusalOfUnknown(id) : (refusalOf(set) ?? lastWords(id === last))
    return why === undefined ? [] : [[id, why] as const]
  })
  return new Map(entries)
}

function lastWords(isLast: boolean): string | undefined {
  return isLast ? 'It is the last good one on this laptop. Take another one first.' : undefined
}

function refusalOfUnknown(id: string): string {
  return id.startsWith(foreignPrefix)
    ? 'It was not taken by pc-switcher, which never touches it.'
    : 'It is not there any more.'
}

function refusalOf({ content, pinned, neededBecause }: KeptSet): string | undefined {
  if (content.kind !== 'described') return 'Its description cannot be read, so it is not known what it is.'
  if (neededBecause !== undefined) return neededBecause
  const { state, at } = content.description
  if (state === 'taking' && Math.abs(Date.now() - Date.parse(at)) < makingMs) return 'It is being taken right now.'
  return pinned ? 'It is pinned. Unpin it first.' : undefined
}
