/** Where what is restored lies on this laptop: in a snapshot, or fetched out of a copy. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import { identifyThisProcess, nameOfProcess } from '../../../../tools/proc/process-identity.ts'
import { filesMessages } from '../../messages.ts'
import type { RestoreChoice } from '../../restore-schemas.ts'

export const fetchedFolder = (stateFolder: string): string => path.join(stateFolder, 'fetched')

/** Of this agent: what another one fetched is not there any more. */
export const folderOfFetched = (stateFolder: string, fetched: string): string =>
  path.join(fetchedFolder(stateFolder), `${nameOfProcess(identifyThisProcess())}.${fetched}`)

/** Where what is chosen lies on this laptop. AppErrors "not-found", "plan-expired". */
export function sourceRootOf(
  stateFolder: string,
  { setId, subvolume, fetched }: Pick<RestoreChoice, 'setId' | 'subvolume' | 'fetched'>,
): string {
  if (fetched === undefined) return snapshotPath(stateFolder, setId, subvolume)
  const place = folderOfFetched(stateFolder, fetched)
  if (existsSync(place)) return place
  throw filesMessages.notExpected({})
}
