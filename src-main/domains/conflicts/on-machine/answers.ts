import { randomBytes } from 'node:crypto'
import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { lookInside } from '../../../commons/looking/on-machine/look-inside.ts'
import { machinePlaces } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import { keepConflicts, lookAtConflict, readConflicts } from '../verbs.ts'
import { keepHere } from './keep/keep.ts'
import { seeConflicts } from './see-conflicts.ts'

export function createConflictsAnswers({ areas }: Pick<AllInAgent, 'areas'>): readonly Answer[] {
  return [
    answer(readConflicts, async (_input, { host: { person }, signal }) => ({
      home: person.home,
      ...(await seeConflicts(person, { signal })),
    })),
    answer(lookAtConflict, async (asked, { host: { person }, signal }) => {
      const who = { person, key: randomBytes(32) }
      const [file, copy] = await Promise.all(
        [asked.file, asked.copy].map((path) => lookInside(person.home, path, who, { signal })),
      )
      return { file: file ?? { kind: 'absent' }, copy: copy ?? { kind: 'absent' } }
    }),
    answer(keepConflicts, (request, { host: { stateFolder, person }, signal }) =>
      keepHere(machinePlaces(stateFolder, readSwapFiles(), areas), person.home, request, { signal }),
    ),
  ]
}
