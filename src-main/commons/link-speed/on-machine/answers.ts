import { answer, type Answer } from '../../../machine/machine.ts'
import { measureLink } from '../verbs.ts'

export const linkSpeedAnswers: readonly Answer[] = [
  answer(measureLink, ({ data }) => Promise.resolve({ characters: data.length })),
]
