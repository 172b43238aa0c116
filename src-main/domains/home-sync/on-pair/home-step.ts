/** The step that makes one /home like the other: see run-home.ts for how, exclusions.ts for what never crosses. */
import type { StepInfo } from '../../../contract/switch-state.ts'
import type { Input } from '../../../contract/define.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import type { Pair, Step } from '../../../switch/step.ts'
import { leftOut, pathOfKey } from '../inventory/inventory-entry.ts'
import { createCover } from '../inventory/key-cover.ts'
import { readKept, recordBase } from '../verbs.ts'
import type { PersonRules } from './exclusions/rules-file.ts'
import { joinDifferences } from './compare/read-entries.ts'
import { readHeld } from './run/scan-both.ts'
import { changesOfPlan } from './plan/changes-of-plan.ts'
import { makePlan } from './plan/make-plan.ts'
import { homePlanSchema, type HomePlan } from './plan/plan.ts'
import { previewHome } from './plan/preview.ts'
import { runHome } from './run/run-home.ts'
import { verifyHome } from './compare/verify-home.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import * as texts from './texts.ts'

const info: StepInfo = {
  id: stepIds.home,
  title: texts.stepTitle,
  stage: 'copy',
  icon: 'home',
  after: [stepIds.systemState],
  waitsFor: texts.waitsFor,
}

/** `readRules` reads those of the laptop that is left. */
export function createHomeStep(readRules: () => Promise<PersonRules>): Step<HomePlan> {
  return {
    info,
    changesLaptop: true,
    planSchema: homePlanSchema,
    probe: async (pair, { signal }) => makePlan(pair, await readRules(), { signal }),
    preview: (plan, pair) => previewHome(plan, pair),
    run: (pair, plan, answers, context) => runHome({ pair, plan, answers, context }),
    verify: (pair, plan, answers, context) => verifyHome({ pair, plan, answers, context }),
    changes: changesOfPlan,
    remember: (pair, plan, { switchId }) => recordHomeBase(pair, plan, switchId),
  }
}

/**
 * From now on both laptops count changes from what this switch has proven. To be called when the whole switch is
 * verified, before the other laptop holds the work; can be repeated. If only one of them gets to it, the base before
 * stays the common one.
 */
export async function recordHomeBase(
  pair: Pair,
  plan: HomePlan,
  switchId: string,
  options: CallOptions = {},
): Promise<void> {
  const { kept } = await pair.to.call(readKept, { switchId }, options)
  const found = plan.found.map(({ path }) => path)
  const input = { switchId, leftOut: found, ...(plan.base === undefined ? {} : { previous: plan.base }) }
  const isChosen = createCover(kept)
  const isFound = createCover(found)
  const isKept = (key: string): boolean => isChosen(key) && !isFound(key)
  const lacking = kept.length === 0 ? [] : await lackingOf({ pair, switchId, isKept }, options)
  await pair.to.call(recordBase, { ...input, kept, lacking }, options)
  // What was kept is the other laptop's own; this one has what it had.
  await pair.from.call(recordBase, { ...input, kept: [], lacking: [] }, options)
}

type Lacking = Input<typeof recordBase>['lacking']

/** That the laptop that is taken has nothing there is part of what was kept: half of each laptop's would be left later. */
async function lackingOf(
  { pair, switchId, isKept }: { pair: Pair; switchId: string; isKept: (key: string) => boolean },
  options: CallOptions,
): Promise<Lacking> {
  const context = { switchId, signal: options.signal }
  const from = await readHeld(pair.from, 'verified', context)
  const to = await readHeld(pair.to, 'verified', context)
  if (from === undefined || to === undefined) return []
  const lacking: Lacking = []
  for await (const { key, left, right } of joinDifferences(from, to, options)) {
    if (left === undefined || right !== undefined || left.shared === leftOut || !isKept(key)) continue
    lacking.push({ path: pathOfKey(key), local: left.local, shared: left.shared })
  }
  return lacking
}
