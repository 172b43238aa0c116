import type { AllInAgent } from '../../../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { readSwapFiles } from '../../../../tools/proc/swaps.ts'
import { findOpenFiles } from '../../open-files-verbs.ts'
import { existingScan, frozenOfScan } from '../scan/home-folders.ts'
import { readSummary } from '../scan/summary-file.ts'
import { findOpenPlaces } from './find-open.ts'

export function createOpenFilesAnswer({ areas }: Pick<AllInAgent, 'areas'>): Answer {
  return answer(findOpenFiles, async ({ scanId }, { host: { stateFolder }, signal }) => {
    const { home } = machinePlaces(stateFolder, readSwapFiles(), areas).areas
    const frozen = frozenOfScan(stateFolder, scanId)
    const { fileSets } = readSummary(existingScan(stateFolder, scanId)) ?? { fileSets: [] }
    return { places: await findOpenPlaces(home, { frozen, fileSets }, { signal }) }
  })
}
