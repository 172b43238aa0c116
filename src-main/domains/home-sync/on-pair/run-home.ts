/**
 * Makes /home of the laptop that is taken like that of the one that is left: what Syncthing carries, then what it does
 * not. Everything is measured on the disks again after each round, so that it can be broken off anywhere and run again.
 */
import { AppError } from '../../../kernel/app-error.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { countOf } from '../../../kernel/units.ts'
import type { SyncSession } from '../../../commons/syncthing/on-pair/sync-session.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { StepOutcome } from '../../../contract/switch-state.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { exclusions } from '../exclusions.ts'
import type { LiteralExclusion } from '../exclusion-matcher.ts'
import { ignoreLines } from '../ignore-lines.ts'
import { holdScan, keepPaths, scanHome } from '../verbs.ts'
import { sizeOf } from './collect-units.ts'
import { keptPaths, type HomePlan } from './plan.ts'
import type { Scans } from './read-entries.ts'
import { runSecondPass } from './second-pass.ts'
import { createAgreement, findUnexpected } from './unexpected.ts'

/** Files that change while they are copied are looked at again this often. */
const roundsAtMost = 4

export async function runHome(
  pair: Pair,
  plan: HomePlan,
  answers: Answers,
  context: RunContext,
  session: SyncSession,
): Promise<StepOutcome> {
  const { switchId, signal } = context
  const chosen = keptPaths(plan, answers)
  await pair.from.call(holdScan, { switchId, scanId: plan.scans.from, as: 'sent' }, { signal })
  await pair.to.call(holdScan, { switchId, scanId: plan.scans.to, as: 'planned' }, { signal })
  await keep(pair, chosen, context)
  let carried = { files: 0, bytes: 0 }
  for (let round = 1; ; round++) {
    await bringInSync(pair, plan, context, session)
    const pass = await runSecondPass(pair, plan, context, () => scanBoth(pair, context))
    carried = { files: carried.files + pass.files, bytes: carried.bytes + pass.bytes }
    if (pass.unsettled === 0 || round === roundsAtMost) break
    context.logger.log('info', 'files changed while they were copied', { round, files: pass.unsettled })
  }
  const { tally } = plan.taken
  const items = sizeOf(tally)
  return {
    text:
      items === 0 && carried.files === 0
        ? `Nothing had to change on ${pair.to.label}.`
        : `${countOf(items, 'item')} brought to ${pair.to.label}, ${countOf(carried.files, 'file')} of them in a second pass.`,
    bytes: tally.bytes,
    items,
  }
}

/** Both laptops as they are now. What the one that is left has now, it may have sent from now on. */
export async function scanBoth(pair: Pair, { switchId, signal }: RunContext): Promise<Scans> {
  const [from, to] = await Promise.all([
    pair.from.call(scanHome, { against: { kind: 'nothing' } }, { signal }),
    pair.to.call(scanHome, { against: { kind: 'held', switchId } }, { signal }),
  ])
  await pair.from.call(holdScan, { switchId, scanId: from.scanId, as: 'sent' }, { signal })
  return { from: { machine: pair.from, scan: from }, to: { machine: pair.to, scan: to } }
}

export async function keep(
  pair: Pair,
  paths: readonly BytePath[],
  { switchId, signal }: RunContext,
): Promise<readonly BytePath[]> {
  return (await pair.to.call(keepPaths, { switchId, paths: [...paths] }, { signal })).kept
}

/** What appeared on the laptop that is taken since the plan stays there too, and is told. */
async function bringInSync(pair: Pair, plan: HomePlan, context: RunContext, session: SyncSession): Promise<void> {
  for (let tries = 1; ; tries++) {
    const scans = await scanBoth(pair, context)
    const kept = await keep(pair, await findUnexpected(scans, plan, context), context)
    const lines = ignoreLines(kept, setIdOf(scans, found(plan, scans)), exclusions)
    const agreement = createAgreement(pair, scans, kept, context)
    try {
      await session.bringFolderInSync(pair, {
        folder: 'home',
        ignoresFrom: lines,
        ignoresTo: lines,
        mayRevert: (names, about) => agreement.mayRevert(names, about),
        onProgress: context.report,
        signal: context.signal,
      })
      return
    } catch (thrown) {
      const isOurs = thrown instanceof AppError && thrown.code === 'plan-changed'
      if (!isOurs || !agreement.refused() || tries === roundsAtMost) throw thrown
    }
  }
}

export function found(plan: HomePlan, { from, to }: Scans): readonly LiteralExclusion[] {
  return [...plan.found, ...from.scan.found, ...to.scan.found]
}

/** Syncthing would copy them without their bits and call them changed for ever after: they go by the second pass alone. */
function setIdOf({ from, to }: Scans, literals: readonly LiteralExclusion[]): readonly LiteralExclusion[] {
  const paths = new Set([...from.scan.setIdFiles, ...to.scan.setIdFiles])
  return [...literals, ...[...paths].map((path) => ({ path, kind: 'system' as const }))]
}
