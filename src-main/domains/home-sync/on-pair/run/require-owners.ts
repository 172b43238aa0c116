/**
 * Asked when something did not arrive as it was sent: what the plan looked at may have got another owner or access list since,
 * and an answer may bring what had not changed.
 */
import { AppError } from '../../../../kernel/app-error.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { Scans } from '../compare/read-entries.ts'
import { aclBlockers, ownerBlockers } from '../plan/owner-blockers.ts'
import type { HomeLine } from '../../placing-lines.ts'

/** Of the verb. */
const askedAtOnce = 5_000

/** AppError "plan-changed" when some of these lines would give something to another account than it has here. */
export async function requireOwners(
  pair: Pair,
  { from, to }: Scans,
  lines: readonly HomeLine[],
  options: CallOptions,
): Promise<void> {
  const coming = lines.flatMap(({ path, action }) => (action === 'remove' ? [] : [path]))
  const blockers = [...(await ownerBlockers(pair, from.scan, to.scan, options))]
  for (let at = 0; at < coming.length && blockers.length === 0; at += askedAtOnce)
    blockers.push(...(await aclBlockers(pair, from.scan, coming.slice(at, at + askedAtOnce), options)))
  const [first] = blockers
  if (first !== undefined) throw new AppError({ code: 'plan-changed', message: `${first.title}.`, hint: first.text })
}
