/**
 * Makes /home on the receiver like that on the sender: first what Syncthing copies, then what it does
 * not. Everything is measured on the disks again after each round, so that it can be broken off anywhere and run again.
 */
import { AppError } from '../../../../kernel/app-error.ts'
import type { SyncSession } from '../../../../commons/syncthing/on-pair/sync-session.ts'
import type { Answers } from '../../../../contract/preview.ts'
import type { StepOutcome } from '../../../../contract/switch-state.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { exclusions } from '../../../../commons/home-exclusions/exclusions.ts'
import type { LiteralExclusion } from '../../exclusions/exclusion-matcher.ts'
import { ignoreLines } from '../../exclusions/ignore-lines.ts'
import { holdScan } from '../../verbs.ts'
import { keep, scanBoth } from './rounds.ts'
import { sizeOf } from '../plan/collect-units.ts'
import { keptPaths, type HomePlan } from '../plan/plan.ts'
import type { Scans } from '../compare/read-entries.ts'
import { runSecondPass } from './second-pass.ts'
import { createAgreement, findUnexpected } from './unexpected.ts'
import * as texts from '../texts.ts'

/** What appears on the laptop that is taken while the copying begins is made to stay, this often. */
const triesAtMost = 4

export async function runHome(
  pair: Pair,
  plan: HomePlan,
  answers: Answers,
  context: RunContext,
  session: SyncSession,
): Promise<StepOutcome> {
  const { switchId, signal } = context
  const chosen = keptPaths(plan, answers)
  // Both start while the disks are read; what fails here fails again where it is waited for.
  session.join(pair, { signal }).catch(() => undefined)
  await pair.from.call(holdScan, { switchId, scanId: plan.scans.from, as: 'sent' }, { signal })
  const { held } = await pair.to.call(holdScan, { switchId, scanId: plan.scans.to, as: 'planned' }, { signal })
  await keep(pair, chosen, context)
  // Held before: this switch was broken off, and some of it is there already.
  const failure = await bringInSync(pair, plan, context, session, held ? 'not-begun' : 'begun').catch(syncFailure)
  const carried = await runSecondPass(pair, plan, context)
  if (failure !== undefined) {
    context.logger.log('warn', 'Syncthing could not copy everything at first', { details: failure.details })
    // What stood in its way is as it should be by now: if it still fails, it is something else.
    await bringInSync(pair, plan, context, session, 'begun')
    await runSecondPass(pair, plan, context)
  }
  const { tally } = plan.taken
  const items = sizeOf(tally)
  return {
    text:
      items === 0 && carried.files === 0
        ? texts.nothingToChange(pair.to.label)
        : texts.copied(items, carried.files, pair.to.label),
    bytes: tally.bytes,
    items,
  }
}

/** A file that Syncthing can't place must not stop all others. */
function syncFailure(thrown: unknown): AppError {
  if (thrown instanceof AppError && thrown.code === 'sync-failed') return thrown
  throw thrown
}

/** What was created on the receiver since the plan is kept, and named in the proof. */
async function bringInSync(
  pair: Pair,
  plan: HomePlan,
  context: RunContext,
  session: SyncSession,
  copying: 'not-begun' | 'begun',
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const scans = await scanBoth(pair, context)
    requireStillThere(pair, plan, scans)
    const kept = await keep(pair, await findUnexpected(scans, plan, context, copying), context)
    const lines = ignoreLines(kept, carriedApartOf(scans, found(plan, scans)), exclusions)
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
      if (!isOurs || !agreement.refused() || tries === triesAtMost) throw thrown
    }
  }
}

/** A home that is suddenly half empty is more likely not mounted than deleted, and must not empty the other one. */
function requireStillThere({ from }: Pair, plan: HomePlan, scans: Scans): void {
  if (plan.totals.files < 100 || scans.from.scan.files * 2 > plan.totals.files) return
  throw new AppError({
    code: 'plan-changed',
    ...texts.halfIsGone(from.label),
  })
}

export function found(plan: HomePlan, { from, to }: Scans): readonly LiteralExclusion[] {
  return [...plan.found, ...from.scan.found, ...to.scan.found]
}

/**
 * What goes by the second pass alone. Set-id files Syncthing would copy without their bits and report as changed for ever.
 * A FIFO where a file was it opens, in search of a block it knows from there, and waits for ever (seen with 1.29).
 */
function carriedApartOf({ from, to }: Scans, literals: readonly LiteralExclusion[]): readonly LiteralExclusion[] {
  const paths = new Set([...from.scan.carriedApart, ...to.scan.carriedApart])
  return [...literals, ...[...paths].map((path) => ({ path, kind: 'system' as const }))]
}
