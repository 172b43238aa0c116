import type { AllInAgent } from '../../../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { readSwapFiles } from '../../../../tools/proc/swaps.ts'
import { findOpenFiles } from '../../open-files-verbs.ts'
import { frozenOfScan } from '../scan/home-folders.ts'
import { findOpenPlaces } from './find-open.ts'

export function createOpenFilesAnswer({ areas }: Pick<AllInAgent, 'areas'>): Answer {
  return answer(findOpenFiles, async ({ scanId }, { host: { stateFolder }, signal }) => {
    const { home } = machinePlaces(stateFolder, readSwapFiles(), areas).areas
    return { places: await findOpenPlaces(home, frozenOfScan(stateFolder, scanId), { signal }) }
  })
}
