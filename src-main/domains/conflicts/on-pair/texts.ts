import type { WorkResult } from '../../../contract/activity-calls.ts'
import type { calls } from '../../../contract/calls.ts'
import type { Output } from '../../../contract/define.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { countOf } from '../../../kernel/units.ts'

export const taskTitle = (conflicts: number): string => `Decide ${countOf(conflicts, 'conflict')}`

export function decidedSummary({ decided, gone }: Output<typeof calls.conflictsKeep>): WorkResult {
  const left =
    new Set(decided.flatMap(({ file, outcome }) => (outcome.kind === 'left' ? [file] : []))).size + gone.length
  const kept = new Set(decided.flatMap(({ file, outcome }) => (outcome.kind === 'kept' ? [file] : []))).size
  const summary = `${countOf(kept, 'file')} decided`
  if (left === 0) return { result: 'done', summary }
  return { result: kept === 0 ? 'failed' : 'partly-done', summary: `${summary}, ${left} left as before` }
}

export const goneConflict: ErrorText = {
  message: 'These versions have changed, or are gone.',
  hint: 'List the conflicts again.',
}
