/** Snaps: a part of the step of packages. */
import type { Answers } from '../../../../contract/preview.ts'
import type { PackageRule } from '../../../../contract/package-rule.ts'
import type { StepOutcome } from '../../../../contract/switch-state.ts'
import { createPhases } from '../../../../switch/phases.ts'
import type { Pair, RunContext, Step, StepDeclaration } from '../../../../switch/step.ts'
import { applySnaps, captureSnaps } from '../verbs.ts'
import { previewSnaps, timeOf } from './preview-snaps.ts'
import { probeSnaps } from './probe-snaps.ts'
import { applyAnswers, isClassic, snapPlanSchema, type AgreedSnaps, type SnapPlan } from './snap-plan.ts'
import * as texts from './texts.ts'
import { verifySnaps } from './verify-snaps.ts'
import type { Snap } from '../model.ts'
import { changed } from '../../on-pair/apps/texts.ts'
import { newAndGone } from '../../on-pair/run/describe-changes.ts'

/** `readRules` reads what the person decided once and for all, as the laptop that is left has it. */
export function createSnapStep(
  whole: StepDeclaration,
  readRules: (pair: Pair) => Promise<readonly PackageRule[]>,
): Step<SnapPlan> {
  return {
    ...whole,
    planSchema: snapPlanSchema,
    probe: (pair, { signal, answered = {} }) => probeSnaps(pair, () => readRules(pair), { signal, answered }),
    preview: previewSnaps,
    run: runSnaps,
    verify: verifySnaps,
    changes: describeChanges,
  }
}

async function runSnaps({ to }: Pair, plan: SnapPlan, answers: Answers, context: RunContext): Promise<StepOutcome> {
  const nothing = { text: texts.done(0, to.label), bytes: 0, items: 0 }
  const order = orderOf(plan, applyAnswers(plan, answers))
  if (Object.values(order).every(({ length }) => length === 0)) return nothing
  const { signal } = context
  // The package that brings snapd may be one that could not be installed: the proof says so.
  if ((await to.call(captureSnaps, {}, { signal })).snapd !== 'there') return nothing
  const phases = createPhases(context.report, { apply: { ms: timeOf(plan), current: texts.installing } })
  const { done } = await to.call(applySnaps, order, { signal, onProgress: phases.of('apply') })
  return { text: texts.done(done, to.label), bytes: 0, items: done }
}

function orderOf(plan: SnapPlan, { install, remove, without }: AgreedSnaps) {
  const comes = (name: string): boolean => !without.has(name)
  return {
    install: install.map((one) => ({ name: one.name, revision: one.revision, isClassic: isClassic(one) })),
    follow: plan.follow.filter(({ name }) => comes(name)),
    remove: [...remove],
  }
}

/** What changed since the person answered, a sentence each. */
function describeChanges(agreed: SnapPlan, now: SnapPlan): readonly string[] {
  const { nowInstalled, noLonger, newQuestion, goneQuestion } = changed
  const asked = ({ install, removals }: SnapPlan) => [...install.filter(isClassic), ...removals]
  const coming = ({ install }: SnapPlan) => install.filter((one) => !isClassic(one))
  const key = ({ name, revision }: Snap) => `${name} ${revision}`
  return [
    ...newAndGone(coming(agreed), coming(now), key, [({ name }) => nowInstalled(name), ({ name }) => noLonger(name)]),
    ...newAndGone(asked(agreed), asked(now), key, [({ name }) => newQuestion(name), ({ name }) => goneQuestion(name)]),
  ]
}
