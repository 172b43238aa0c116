import { AppError } from '../../../kernel/app-error.ts'
import type { Machine } from '../../../machine/machine.ts'
import { readLedger } from '../../ledger/verbs.ts'
import { rulesElsewhere } from './texts.ts'

/** Only the laptop that has the work commits to ~/system-state; changes on the other one would be lost. */
export async function refuseWhereOthersCommit(here: Machine): Promise<void> {
  const { holder } = await here.call(readLedger, {})
  if (holder.kind !== 'held' || holder.by === here.name) return
  throw new AppError({ code: 'blocked', ...rulesElsewhere(holder.by) })
}
