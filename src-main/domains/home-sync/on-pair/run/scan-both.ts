import { AppError } from '../../../../kernel/app-error.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { readHeldScan, scanHome, type heldAsSchema } from '../../scan-verbs.ts'
import { holdScan } from '../../verbs.ts'
import type { Scanned, Scans } from '../compare/read-entries.ts'
import type { HomePlan } from '../plan/plan.ts'
import type { Machine } from '../../../../machine/machine.ts'
import type { z } from 'zod'

type Context = Pick<RunContext, 'switchId'> & { readonly signal: AbortSignal | undefined }

/** As it is now: what the source changed since both were equal, and the target since the plan. */
export async function scanBoth(pair: Pair, plan: HomePlan, context: Context): Promise<Scans> {
  const [from, to] = await Promise.all([scanFrom(pair, plan, context), scanTo(pair, plan, context)])
  return { from, to }
}

export async function scanFrom({ from }: Pair, { base, rules }: HomePlan, { signal }: Context): Promise<Scanned> {
  const against = base === undefined ? ({ kind: 'nothing' } as const) : ({ kind: 'base', switchId: base } as const)
  return { machine: from, scan: await from.call(scanHome, { against, rules }, { signal }) }
}

export async function scanTo({ to }: Pair, { rules }: HomePlan, { switchId, signal }: Context): Promise<Scanned> {
  const against = { kind: 'held', switchId, as: 'planned' } as const
  return { machine: to, scan: await to.call(scanHome, { against, rules }, { signal }) }
}

/** False when this switch was begun before: what it was planned from is held already. */
export async function holdPlanned(pair: Pair, plan: HomePlan, { switchId, signal }: Context): Promise<boolean> {
  const { scans, answeredThere = scans.to } = plan
  const hold = (machine: Machine, scanId: string, as: 'planned' | 'started' = 'planned') =>
    machine.call(holdScan, { switchId, scanId, as }, { signal })
  const [from, to] = await Promise.all([
    hold(pair.from, scans.from),
    // It may be forgotten where much was scanned since.
    hold(pair.to, answeredThere).catch((thrown: unknown) => {
      if (!(thrown instanceof AppError) || thrown.code !== 'plan-expired') throw thrown
      return hold(pair.to, scans.to)
    }),
  ])
  // Versions that give way are read from it at the end, however often the switch is resumed until then.
  if (answeredThere !== scans.to && from.held && to.held) await hold(pair.to, scans.to, 'started')
  return from.held && to.held
}

/** Undefined when none is held. */
export async function readHeld(
  machine: Machine,
  as: z.infer<typeof heldAsSchema>,
  { switchId, signal }: Context,
): Promise<Scanned | undefined> {
  const { scan } = await machine.call(readHeldScan, { switchId, as }, { signal })
  return scan === undefined ? undefined : { machine, scan }
}

export async function readPlannedScans(pair: Pair, context: Context): Promise<Scans | undefined> {
  const [from, to] = await Promise.all([readHeld(pair.from, 'planned', context), readHeld(pair.to, 'planned', context)])
  return from === undefined || to === undefined ? undefined : { from, to }
}
