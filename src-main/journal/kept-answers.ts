/**
 * What the person has answered before a switch is started: one file, written as they answer. It outlives the window, the
 * app and the day, and is gone when its switch is finished.
 */
import { z } from 'zod'
import type { StateText } from '../kernel/state-text.ts'
import { recallState, removeState, writeState } from '../tools/files/state-file.ts'
import { journalMessages } from './messages.ts'

const keptAnswerSchema = z.object({
  /** Of the question. */
  id: z.string(),
  /** What the question was about when it was answered (`Question.about`). */
  about: z.string(),
  choice: z.string(),
})
export type KeptAnswer = z.infer<typeof keptAnswerSchema>

const keptAnswersSchema = z.object({
  version: z.literal(1),
  /** Host names of the laptop that is left and of the one that is taken. */
  from: z.string(),
  to: z.string(),
  answers: z.array(keptAnswerSchema),
})
export type KeptAnswers = Omit<z.infer<typeof keptAnswersSchema>, 'version'>

/** Undefined when there are none. A damaged file is set aside and told: then everything is asked. */
export function readKept(file: string): KeptAnswers | undefined {
  return recallState(stateAt(file))
}

/** On disk when it returns. */
export function writeKept(file: string, kept: KeptAnswers): void {
  if (kept.answers.length === 0) forgetKept(file)
  else writeState(stateAt(file), { version: 1, ...kept })
}

export function forgetKept(file: string): void {
  removeState(file)
}

function stateAt(path: string): StateText<z.infer<typeof keptAnswersSchema>> {
  return { path, schema: keptAnswersSchema, without: journalMessages.withoutAnswers({}) }
}
