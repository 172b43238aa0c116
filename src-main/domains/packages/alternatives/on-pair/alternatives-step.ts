/** Default programs that were set by hand: a part of the step of packages, after those that bring the programs. */
import type { PackageRule } from '../../../../contract/package-rule.ts'
import type { Answers, Preview, PreviewBlock } from '../../../../contract/preview.ts'
import type { StepOutcome } from '../../../../contract/switch-state.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair, RunContext, Step, StepDeclaration } from '../../../../switch/step.ts'
import { changesBlock } from '../../on-pair/apps/app-question.ts'
import { keptNotice } from '../../on-pair/apps/texts.ts'
import { chooseAlternatives } from '../verbs.ts'
import { alternativesPlanSchema, applyAnswers, type AlternativesPlan } from './alternatives-plan.ts'
import { alternativeChange, alternativeQuestion } from './alternatives-questions.ts'
import { probeAlternatives } from './probe-alternatives.ts'
import * as texts from './texts.ts'
import { verifyAlternatives } from './verify-alternatives.ts'

/** `readRules` reads what the person decided once and for all, as the laptop that is left has it. */
export function createAlternativesStep(
  whole: StepDeclaration,
  readRules: (pair: Pair) => Promise<readonly PackageRule[]>,
): Step<AlternativesPlan> {
  return {
    ...whole,
    planSchema: alternativesPlanSchema,
    probe: (pair, { signal }) => probeAlternatives(pair, () => readRules(pair), { signal }),
    preview,
    run: runAlternatives,
    verify: verifyAlternatives,
    changes: describeChanges,
  }
}

/** Whether they can be chosen there is known once the packages are. */
function preview({ follow, reset, asked, kept }: AlternativesPlan, pair: Pair): Preview {
  const changes = [...follow, ...reset.map((name) => ({ name }))].map(alternativeChange)
  const notice: PreviewBlock = {
    ...{ kind: 'notice', pageId: wizardPages.packages.id, tone: 'info' },
    ...keptNotice(texts.programs(kept.length), kept),
  }
  return {
    summary: texts.summary(changes.length, asked.length),
    pages: [wizardPages.packages],
    blocks: [
      ...changesBlock([texts.title, texts.summaryOf(changes.length, pair.to.label)], changes),
      ...(kept.length === 0 ? [] : [notice]),
    ],
    questions: asked.map((one) => alternativeQuestion(one, pair)),
    blockers: [],
    estimate: { bytes: 0, items: changes.length, ms: 0 },
  }
}

async function runAlternatives(
  { to }: Pair,
  plan: AlternativesPlan,
  answers: Answers,
  { signal }: RunContext,
): Promise<StepOutcome> {
  const { wanted, automatic } = applyAnswers(plan, answers)
  const order = { wanted: [...wanted], automatic: [...automatic] }
  const isNothing = wanted.length + automatic.length === 0
  const { done } = isNothing ? { done: 0 } : await to.call(chooseAlternatives, order, { signal })
  return { text: texts.done(done, to.label), bytes: 0, items: done }
}

function describeChanges(agreed: AlternativesPlan, now: AlternativesPlan): readonly string[] {
  const newOf = <T>(these: readonly T[], those: readonly T[], key: (one: T) => string): readonly T[] => {
    const known = new Set(those.map(key))
    return these.filter((one) => !known.has(key(one)))
  }
  const byPath = ({ name, path }: { readonly name: string; readonly path?: string | undefined }) =>
    `${name} ${path ?? ''}`
  return [
    ...newOf(now.follow, agreed.follow, byPath).map(({ name, path }) => texts.changed(name, path)),
    ...newOf(now.reset, agreed.reset, (name) => name).map(texts.nowReset),
    ...newOf(now.asked, agreed.asked, byPath).map(({ name }) => texts.newQuestion(name)),
    ...newOf(agreed.asked, now.asked, byPath).map(({ name }) => texts.goneQuestion(name)),
  ]
}
