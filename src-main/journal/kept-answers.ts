/**
 * What the person has answered before a switch is started: one file for each scope, written as they answer. It outlives the window, the
 * app and the day. When its switch is finished it is put aside: they are asked for again where that switch is undone.
 */
import path from 'node:path'
import { z } from 'zod'
import type { Scoped } from '../contract/switch-scope.ts'
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
  /** Host names of the source and of the target. */
  from: z.string(),
  to: z.string(),
  answers: z.array(keptAnswerSchema),
})
export type KeptAnswers = Omit<z.infer<typeof keptAnswersSchema>, 'version'>

/** Beside `file`, which is of all that is carried: a plan of less does not ask what the other one has answers to. */
export function keptFile(file: string, { scope }: Scoped): string {
  if (scope === undefined) return file
  const { dir, name, ext } = path.parse(file)
  return path.join(dir, `${name}-${scope}${ext}`)
}

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

const answeredSchema = keptAnswersSchema.extend({ switchId: z.string() })
export type AnsweredSwitch = Omit<z.infer<typeof answeredSchema>, 'version'>

/** `file`, as of what is kept before a start: that is gone, and these are found when the switch is undone. On disk when it returns. */
export function putAside(file: string, answered: AnsweredSwitch): void {
  writeState(asideAt(file), { version: 1, ...answered })
  forgetKept(file)
}

export function readAside(file: string): AnsweredSwitch | undefined {
  return recallState(asideAt(file))
}

/** Those that were put aside are kept again. */
export function takeBack(file: string, { switchId: _, ...kept }: AnsweredSwitch): void {
  writeKept(file, kept)
  removeState(asideAt(file).path)
}

function asideAt(file: string): StateText<z.infer<typeof answeredSchema>> {
  const { dir, name, ext } = path.parse(file)
  return {
    path: path.join(dir, `${name}-last${ext}`),
    schema: answeredSchema,
    without: journalMessages.withoutAnswers({}),
  }
}

function stateAt(path: string): StateText<z.infer<typeof keptAnswersSchema>> {
  return { path, schema: keptAnswersSchema, without: journalMessages.withoutAnswers({}) }
}
