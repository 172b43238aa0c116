import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Output } from '../../../../contract/define.ts'
import { isSubvolume, showSubvolume } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Description, TakenSubvolume } from '../../../../commons/snapshot-sets/schemas.ts'
import type { examineSnapshots } from '../../verbs.ts'
import { findDescription, setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { snapshotsMessages } from '../../messages.ts'

type Examination = Output<typeof examineSnapshots>

/** Reads each snapshot that a set's description names from btrfs. */
export async function examineSet(
  stateFolder: string,
  wanted: Pick<Description, 'switchId' | 'reason'>,
  options: RunOptions,
): Promise<Examination> {
  const description = findDescription(stateFolder, wanted)
  if (description === undefined) {
    throw snapshotsMessages.noneOfSwitch({}, { details: wanted.switchId })
  }
  const folder = setFolder(stateFolder, description.id)
  const found: Examination['found'] = []
  for (const taken of description.snapshots) found.push(await examineSnapshot(folder, taken, options))
  return { description, found }
}

async function examineSnapshot(
  set: string,
  taken: TakenSubvolume,
  options: RunOptions,
): Promise<Examination['found'][number]> {
  const { subvolume } = taken
  const place = path.join(set, subvolume)
  if (!existsSync(place) || !isSubvolume(place))
    return { kind: 'different', subvolume, why: snapshotsMessages.foundMissing({}) }
  const { uuid, parentUuid, readOnly } = await showSubvolume(place, options)
  if (uuid !== taken.uuid || parentUuid !== taken.sourceUuid)
    return { kind: 'different', subvolume, why: snapshotsMessages.foundOther({}) }
  if (!readOnly) return { kind: 'different', subvolume, why: snapshotsMessages.foundWritable({}) }
  return { kind: 'as-described', subvolume }
}
