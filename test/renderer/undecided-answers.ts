/** What the page of files in /etc without a rule is told: the same files that the plan asks about. */
import { z } from 'zod'
import type { calls } from '../../src-main/contract/calls.ts'
import type { Output } from '../../src-main/contract/define.ts'
import type { UndecidedFile } from '../../src-main/contract/etc-calls.ts'
import type { Question } from '../../src-main/contract/preview.ts'
import type { Laptop } from '../../src-main/contract/switch-state.ts'
import { etcQuestions, lookAt, manyEtcQuestions } from './etc-questions.ts'
import { p17, xps } from './laptops.ts'
import type { World } from './memory-binding.ts'

type Found = Output<(typeof calls)['etcUndecided']>

/** `from` has the latest work. */
export const undecidedOn = (from: Laptop): Found => ({
  from,
  to: from === p17 ? xps : p17,
  files: etcQuestions.flatMap(fileOf),
})

export const noneUndecided: Found = { from: p17, to: xps, files: [] }
export const manyUndecided: Found = { from: p17, to: xps, files: manyEtcQuestions(317).flatMap(fileOf) }

export const undecidedAnswers: World['answers'] = {
  'etc.undecided': () => undecidedOn(p17),
  'etc.look': (input) => lookAt(`etc:${(input as { readonly pattern: string }).pattern}`),
}

function fileOf({ subject, reason, secret, canLook, suggestion, versions }: Question): UndecidedFile[] {
  if (subject.kind !== 'etc-file') return []
  const choice = suggestion === undefined ? undefined : z.enum(['always', 'never']).parse(suggestion.choice)
  const suggested =
    suggestion === undefined || choice === undefined ? {} : { suggestion: { choice, why: suggestion.why } }
  return [{ pattern: subject.path, reason, secret, canLook, ...suggested, ...newerIn(versions) }]
}

function newerIn(versions: Question['versions']): Pick<UndecidedFile, 'newer'> {
  const at = versions?.findIndex(({ isNewer }) => isNewer) ?? -1
  return at < 0 ? {} : { newer: at === 0 ? 'from' : 'to' }
}
