/** Deletes what the folder held that /home was before: it lies hidden below the subvolume that is mounted there now. */
import path from 'node:path'
import { toAgentError } from '../../../contract/agent-error.ts'
import { isSubvolume, readSubvolumeId, showSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { namesIn, removeTrees } from '../../../tools/files/remove-trees.ts'
import { removeState } from '../../../tools/files/state-file.ts'
import { sumTree } from '../../../tools/find/sum-tree.ts'
import { findOwnMount } from '../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { homeSubvolumeMessages as messages } from '../messages.ts'
import type { HomePlaces } from './home-places.ts'
import { readHomeState, writeHomeState } from './home-state.ts'
import { withMounted } from '../../../tools/mounts/with-mounted.ts'

/** Only what was compared with the new /home and is still as it was then. What is thrown is told until somebody has looked. */
export async function removeOldHome(places: HomePlaces, options: RunOptions): Promise<void> {
  const { system, home, top, state } = places
  const known = readHomeState(places)
  if (known === undefined || known.phase === 'at-next-start' || !isSubvolume(home)) return
  const { source } = findOwnMount(system)
  const subvolume = `subvolid=${await readSubvolumeId(system, options)}`
  await withMounted({ source, subvolume, at: top }, options, async () => {
    const folder = path.join(top, path.relative(system, home))
    try {
      // Somebody has to look after it.
      if (known.phase === 'failed' && namesIn(folder).length > 0) return
      if (known.phase !== 'failed') await refuseOther(home, known.uuid, options)
      if (known.phase === 'mounted') await refuseChanged(folder, known.sum, options)
      if (known.phase !== 'failed') writeHomeState(places, { ...known, phase: 'removing' })
      await removeTrees({ folder, names: namesIn(folder) }, options)
    } catch (thrown) {
      writeHomeState(places, { version: 1, phase: 'failed', error: toAgentError(thrown) })
      throw thrown
    }
    removeState(state)
  })
}

/** What was compared with the old folder has to be what is used now. */
async function refuseOther(home: string, uuid: string, options: RunOptions): Promise<void> {
  if ((await showSubvolume(home, options)).uuid !== uuid) throw messages.otherHome({})
}

async function refuseChanged(folder: string, sum: string, options: RunOptions): Promise<void> {
  const now = await sumTree(folder, options)
  if (now !== sum) throw messages.oldChanged({}, { details: `${sum}, ${now}` })
}
