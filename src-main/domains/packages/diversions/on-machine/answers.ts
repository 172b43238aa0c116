import { answer, type Answer } from '../../../../machine/machine.ts'
import { readLocalDiversions } from '../../../../tools/apt/diversions.ts'
import { diversionSchema, listDiversions } from '../verbs.ts'

export const diversionsAnswers: readonly Answer[] = [
  answer(listDiversions, () =>
    Promise.resolve({ diversions: readLocalDiversions().filter((one) => diversionSchema.safeParse(one).success) }),
  ),
]
