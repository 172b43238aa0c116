/** Why a snapshot has no subvolume to replace now. */
import type { Message } from '../../../../kernel/message.ts'
import { existsSync } from 'node:fs'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { refuseExtra } from '../../../../commons/snapshot-sets/on-machine/find-extra.ts'
import { checkPlace } from '../../../../commons/snapshot-sets/on-machine/check-place.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { rollbackMessages } from '../../messages.ts'

/** `place` is where the subvolume was seen when the snapshot was taken; sets of the first version do not tell. */
export async function whyMissing(
  places: Places,
  subvolume: string,
  place: string | undefined,
  options: RunOptions,
): Promise<Message> {
  if (place === undefined) return rollbackMessages.noSubvolumeAnywhere({})
  if (subvolume.startsWith('extra/')) return whyExtraMissing(places, subvolume, place, options)
  const problem = existsSync(place) ? checkPlace(places.stateFolder, place) : undefined
  return problem === undefined ? rollbackMessages.noSubvolume({ place }) : rollbackMessages.otherMounted({ place })
}

async function whyExtraMissing(
  places: Places,
  subvolume: string,
  place: string,
  options: RunOptions,
): Promise<Message> {
  const known = places.extra?.find(({ name }) => `extra/${name}` === subvolume)
  if (known?.path !== place) return rollbackMessages.extraNotListed({ place })
  const why = await refuseExtra(places, place, options)
  return why === undefined ? rollbackMessages.noSubvolume({ place }) : rollbackMessages.extraUnusable({ place, why })
}
