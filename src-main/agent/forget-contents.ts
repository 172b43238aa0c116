/** What every capability remembers of a laptop's contents, forgotten when they are replaced from outside of a switch. */
import { forgetIndex } from '../commons/syncthing/on-machine/forget-index.ts'
import type { Area } from '../commons/snapshot-sets/schemas.ts'
import { forgetLastEqual } from '../domains/etc-tracking/on-machine/last-equal.ts'
import { forgetBases } from '../domains/home-sync/on-machine/memory/bases.ts'
import { forgetImages } from '../domains/images/on-machine/image-memory.ts'

/** Of a subvolume inside another nobody knows which area it is of: then nothing of /home is believed any more. */
export async function forgetContents(stateFolder: string, areas: readonly Area[]): Promise<void> {
  const isInside = areas.length === 0
  if (areas.includes('home') || isInside) forgetBases(stateFolder)
  if (areas.includes('images')) forgetImages(stateFolder)
  if (areas.includes('system')) forgetLastEqual(stateFolder)
  if (areas.includes('home') || areas.includes('system') || isInside) await forgetIndex(stateFolder)
}
