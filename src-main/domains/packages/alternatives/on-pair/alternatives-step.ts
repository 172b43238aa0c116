/** Default programs that were set by hand: a part of the step of packages, after those that bring the programs. */
import type { PreviewBlock, Preview } from '../../../../contract/preview.ts'
import type { StepInfo, StepOutcome } from '../../../../contract/switch-state.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair, RunContext, Step } from '../../../../switch/step.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { alternativesPlanSchema, type AlternativesPlan } from './alternatives-plan.ts'
import { captureAlternatives, chooseAlternatives } from '../verbs.ts'
import { compareAlternatives } from './compare-alternatives.ts'
import * as texts from './texts.ts'
import { verifyAlternatives } from './verify-alternatives.ts'

export function createAlternativesStep(info: StepInfo): Step<AlternativesPlan> {
  return {
    info,
    changesLaptop: true,
    planSchema: alternativesPlanSchema,
    probe: (pair, { signal }) => probe(pair, { signal }),
    preview,
    run: runAlternatives,
    verify: (pair, plan, _answers, { signal }) => verifyAlternatives(pair, plan, { signal }),
    changes: describeChanges,
  }
}

async function probe({ from, to }: Pair, options: CallOptions): Promise<AlternativesPlan> {
  const [here, there] = await Promise.all([
    from.call(captureAlternatives, { wanted: [] }, options),
    to.call(captureAlternatives, { wanted: [] }, options),
  ])
  return { follow: [...compareAlternatives(here.chosen, there.chosen).differing] }
}

/** Whether they can be chosen there is known once the packages are. */
function preview({ follow }: AlternativesPlan, { to }: Pair): Preview {
  const block: PreviewBlock = {
    ...{ kind: 'changes', pageId: wizardPages.packages.id },
    ...{ title: texts.title, summary: texts.summaryOf(follow.length, to.label), count: follow.length },
    changes: follow.map(({ name, path, there }) => ({
      ...{ effect: 'update', name, kind: 'alternative', detail: texts.detail(path, there) },
    })),
  }
  return {
    summary: follow.length === 0 ? '' : texts.inPlan(follow.length),
    pages: [wizardPages.packages],
    blocks: follow.length === 0 ? [] : [block],
    questions: [],
    blockers: [],
    estimate: { bytes: 0, items: follow.length, ms: 0 },
  }
}

async function runAlternatives(
  { to }: Pair,
  { follow }: AlternativesPlan,
  _answers: unknown,
  { signal }: RunContext,
): Promise<StepOutcome> {
  const wanted = follow.map(({ name, path }) => ({ name, path }))
  const { done } = wanted.length === 0 ? { done: 0 } : await to.call(chooseAlternatives, { wanted }, { signal })
  return { text: texts.done(done, to.label), bytes: 0, items: done }
}

function describeChanges(agreed: AlternativesPlan, now: AlternativesPlan): readonly string[] {
  const known = new Set(agreed.follow.map(({ name, path }) => `${name} ${path}`))
  return now.follow
    .filter(({ name, path }) => !known.has(`${name} ${path}`))
    .map(({ name, path }) => texts.changed(name, path))
}
