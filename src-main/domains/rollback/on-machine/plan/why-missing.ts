/** Why there is nothing now that could be replaced by a snapshot, in words for the person. */
import { existsSync } from 'node:fs'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { refuseExtra } from '../../../../commons/snapshot-sets/on-machine/find-extra.ts'
import { checkPlace, problemWords } from '../../../../commons/snapshot-sets/on-machine/check-place.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Refusal } from './check-fstab.ts'

const files = 'restore the files and folders of the snapshot'

/** `place` is where the subvolume was seen when the snapshot was taken; sets of the first version do not tell. */
export async function whyMissing(
  places: Places,
  folder: string,
  place: string | undefined,
  options: RunOptions,
): Promise<Refusal> {
  if (place === undefined) return notThere('its place')
  if (folder.startsWith('extra/')) return whyExtraMissing(places, folder, place, options)
  const problem = existsSync(place) ? checkPlace(places.stateFolder, place) : undefined
  if (problem === undefined) return notThere(place)
  return {
    why: `The snapshot is of another subvolume than ${problemWords(problem)} now.`,
    hint: `Mount it again, or ${files}.`,
  }
}

async function whyExtraMissing(places: Places, folder: string, place: string, options: RunOptions): Promise<Refusal> {
  const known = places.extra?.find(({ name }) => `extra/${name}` === folder)
  if (known?.path !== place)
    return {
      why: `${place} is not among the folders any more of which snapshots are taken.`,
      hint: `Add ${place} to them again and look again, or ${files}.`,
    }
  const why = await refuseExtra(places, place, options)
  if (why === undefined) return notThere(place)
  return { why: `${place} ${why} now.`, hint: `Mount there what was mounted there and look again, or ${files}.` }
}

export function notThere(place: string): Refusal {
  return {
    why: `There is no subvolume at ${place} now.`,
    hint: 'Restore the files and folders of the snapshot instead.',
  }
}
