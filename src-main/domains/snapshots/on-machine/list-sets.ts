/** One question for everything that lies on this laptop: our sets with what is known of them, and what is not ours. */
import { createHash } from 'node:crypto'
import { readSets } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { isPinned, readMeasured } from '../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import type { ListedSet } from '../../../commons/snapshot-sets/schemas.ts'
import type { Output } from '../../../contract/define.ts'
import type { FreedSpace } from '../../../contract/snapshot-calls.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { KeptSet, listSnapshots } from '../verbs.ts'
import { readClaims } from './claims.ts'
import { sortSnapshots, type SortedSnapshots } from './own-snapshots.ts'
import { viewForeign } from './view-foreign.ts'

export interface Listing extends Output<typeof listSnapshots> {
  readonly own: SortedSnapshots['own']
}

export async function listSets(stateFolder: string, options: RunOptions): Promise<Listing> {
  const { own, others } = await sortSnapshots(stateFolder, options)
  const sets = readSets(stateFolder)
  const claims = readClaims(stateFolder, own)
  const among = fingerprintOf(sets)
  return {
    own,
    sets: sets.map((set, index) => keptSet(stateFolder, set, claims(set), among, index === 0)),
    foreign: viewForeign(others, sets),
  }
}

/** Of which sets there are: what one alone holds depends on its neighbours. */
export function fingerprintOf(sets: readonly ListedSet[]): string {
  return createHash('sha256')
    .update(sets.map(({ id, folders }) => `${id} ${folders.join(' ')}`).join('\n'))
    .digest('hex')
}

function keptSet(
  stateFolder: string,
  set: ListedSet,
  neededBecause: string | undefined,
  among: string,
  isNewest: boolean,
): KeptSet {
  return {
    ...set,
    pinned: isPinned(stateFolder, set.id),
    ...(neededBecause === undefined ? {} : { neededBecause }),
    space: spaceOf(stateFolder, set.id, among, isNewest),
  }
}

/** What the newest holds alone grows with every file that is changed after it: a number of earlier is never exact. */
function spaceOf(stateFolder: string, id: string, among: string, isNewest: boolean): FreedSpace {
  const measured = readMeasured(stateFolder, id)
  if (measured === undefined) return { kind: 'unknown' }
  const kind = measured.among === among && !isNewest ? 'exact' : 'estimate'
  return { kind, bytes: measured.exclusiveBytes }
}
