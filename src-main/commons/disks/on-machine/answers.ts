import { answer, type Answer } from '../../../machine/machine.ts'
import { syncFileSystems } from '../../../tools/files/sync.ts'
import { readMountsOf } from '../../../tools/proc/mountinfo.ts'
import type { AllInAgent } from '../../capability/agent-capability.ts'
import { flushDisks } from '../verbs.ts'
import { placesToFlush } from './places-to-flush.ts'

const answerFlush = (areas: AllInAgent['areas']) =>
  answer(flushDisks, async (_input, { host, signal }) => {
    const own = ['/', ...areas.map(({ folder }) => folder), host.stateFolder, host.appFolder]
    await syncFileSystems(placesToFlush(readMountsOf('self'), own), { signal })
    return {}
  })

export function createDisksAnswers({ areas }: Pick<AllInAgent, 'areas'>): readonly Answer[] {
  return [answerFlush(areas)]
}
