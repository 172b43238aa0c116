import type { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { findFacts } from '../../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { hasSameRights, type RestoreStep } from './inspect-restore.ts'
import { filesMessages } from '../../messages.ts'

/** Checks everything that arrived before anything is placed: the sender's word is not enough. */
export async function requireArrived(
  staged: string,
  steps: readonly RestoreStep[],
  options: RunOptions,
): Promise<void> {
  const { entries } = await findFacts({ root: staged, starts: [''] }, options)
  const arrived = new Map(entries.map((facts) => [facts.path, facts]))
  const lacking = steps.filter(({ wanted, action }) => {
    if (action === 'same' || action === 'merge' || action === 'remove') return false
    const facts = arrived.get(wanted.path)
    if (facts?.type !== wanted.type || !hasSameRights(facts, wanted)) return true
    return wanted.type === 'f' && (facts.bytes !== wanted.bytes || facts.modified !== wanted.modified)
  })
  if (lacking.length > 0) throw notArrived(lacking.map(({ wanted }) => wanted.path))
}

function notArrived(paths: readonly BytePath[]): AppError {
  return filesMessages.notArrived(
    { count: paths.length },
    { details: paths.slice(0, 20).map(textFromBytePath).join('\n') },
  )
}
