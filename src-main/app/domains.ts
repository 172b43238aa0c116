/** What the domains give to the app beside their steps: what is held, what is remembered, what is looked at. */
import { holdAwake, releaseAwake } from '../commons/awake/verbs.ts'
import { readLedger } from '../commons/ledger/verbs.ts'
import { readFacts, viewFacts } from '../domains/checks/on-pair/read-facts.ts'
import { lookAtEtc, pathOfEtcQuestion } from '../domains/etc-tracking/on-pair/look-at-etc.ts'
import { decideEtcRule, listEtcRules } from '../domains/etc-tracking/on-pair/rules-file.ts'
import { recordHomeBase } from '../domains/home-sync/on-pair/home-step.ts'
import { homePlanSchema } from '../domains/home-sync/on-pair/plan/plan.ts'
import { createCompareHandlers } from '../domains/compare/on-pair/handlers.ts'
import { createFilesHandlers } from '../domains/files/on-pair/handlers.ts'
import { createRollbackHandlers, type CompareWithNow } from '../domains/rollback/on-pair/handlers.ts'
import { keepAfterSwitch } from '../domains/snapshots/on-pair/after-switch.ts'
import { createSnapshotsHandlers } from '../domains/snapshots/on-pair/handlers.ts'
import { AppError } from '../kernel/app-error.ts'
import { isoNow, systemClock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Machine } from '../machine/machine.ts'
import type { RunTask } from '../machine/reach.ts'
import type { Engine } from '../switch/engine.ts'
import { questionsOf } from '../switch/make-plan.ts'
import type { Pair } from '../switch/step.ts'
import type { Holding, Remember } from './guard.ts'
import type { DomainHandlers } from './handlers.ts'
import type { Laptops } from './laptops.ts'
import type { LaptopFacts } from './overview.ts'
import type { Shared } from './steps.ts'

/** From a proven switch on, changes of /home are counted from what it left. */
const rememberHome: Remember = async (pair, { switchId }, steps) => {
  const home = steps.find((step) => step.info.id === 'home')
  if (home !== undefined) await recordHomeBase(pair, homePlanSchema.parse(home.plan), switchId)
}

export function createRemembering(logger: Logger): readonly Remember[] {
  return [rememberHome, (pair, proof) => keepAfterSwitch(pair, proof, logger)]
}

const joinMs = 60_000

/** Both laptops are kept awake, and their Syncthings are joined but still. */
export function createHoldings({ sync }: Shared): readonly Holding[] {
  const both = ({ from, to }: Pair, ask: (machine: Machine) => Promise<unknown>) => Promise.all([from, to].map(ask))
  return [
    {
      hold: async (pair) => {
        await both(pair, (machine) => machine.call(holdAwake, { why: 'Laptops are being switched' }))
      },
      release: async (pair) => {
        await both(pair, (machine) => machine.call(releaseAwake, {}))
      },
    },
    {
      // A Syncthing that cannot be started is known before the first change; nothing is copied by joining.
      hold: (pair) => sync.join(pair, { signal: AbortSignal.timeout(joinMs) }),
      release: (pair) => sync.leave(pair),
    },
  ]
}

export async function readLaptopFacts(machine: Machine): Promise<LaptopFacts> {
  return viewFacts(await readFacts(machine), isoNow(systemClock))
}

export interface DomainParts {
  readonly engine: Engine
  readonly laptops: Laptops
  readonly shared: Shared
  readonly runTask: RunTask
}

export function createDomainHandlers({ engine, laptops, shared, runTask }: DomainParts): DomainHandlers {
  const { systemState } = shared
  const tools = { reach: laptops.reach, runTask }
  const compare = createCompareHandlers(tools)
  return {
    ...createSnapshotsHandlers(tools),
    ...compare,
    ...createFilesHandlers(tools),
    ...createRollbackHandlers({ ...tools, compareWithNow: compareWithNow(compare) }),
    etcList: () => listEtcRules(systemState),
    etcDecide: async ({ pattern, decision }) => {
      await refuseWhereOthersCommit(laptops)
      return decideEtcRule(systemState, pattern, decision)
    },
    switchLook: ({ questionId }) => lookAtBoth(engine, laptops, questionId),
  }
}

/** What exists only now is what rolling back would make disappear. A plan is shown without it when it cannot be told. */
function compareWithNow({
  compareMake,
  comparePage,
}: Pick<DomainHandlers, 'compareMake' | 'comparePage'>): CompareWithNow {
  return async (laptop, subvolume, setId) => {
    try {
      const { compareId, counts } = await compareMake({ laptop, subvolume, one: setId, other: 'now' })
      const added = await comparePage({ laptop, compareId, offset: 0, limit: 3, kinds: ['added'] })
      return { counts, disappears: { first: added.entries.map(({ path }) => path), count: added.total } }
    } catch {
      return undefined
    }
  }
}

/** ~/system-state is committed by the laptop that has the work; what the other one wrote there would be lost. */
async function refuseWhereOthersCommit(laptops: Laptops): Promise<void> {
  const here = await laptops.here()
  const { holder } = await here.call(readLedger, {})
  if (holder.kind !== 'held' || holder.by === here.name) return
  throw new AppError({
    code: 'blocked',
    message: `The rules are kept where the latest work is, and that is ${holder.by}.`,
    hint: `Decide it on ${holder.by}, or while you switch.`,
  })
}

/** Only what the present plan asks about can be looked at: the question is the permission. */
async function lookAtBoth(
  engine: Engine,
  laptops: Laptops,
  questionId: string,
): ReturnType<DomainHandlers['switchLook']> {
  const state = engine.state()
  const asked =
    state.kind === 'planned' ? questionsOf(state.plan).find((question) => question.id === questionId) : undefined
  const path = pathOfEtcQuestion(questionId)
  if (state.kind !== 'planned' || asked?.canLook !== true || path === undefined) {
    throw new AppError({
      code: 'not-found',
      message: 'The plan does not ask about that.',
      hint: 'Make a new plan.',
      details: questionId,
    })
  }
  return lookAtEtc(await laptops.pairTo(state.plan.to.name), path)
}
