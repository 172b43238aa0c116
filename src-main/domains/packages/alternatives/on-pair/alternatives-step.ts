/** Default programs that were set by hand: a part of the step of packages, after those that bring the programs. */
import type { PackageRule } from '../../../../contract/package-rule.ts'
import { otherKeys } from '../../../../contract/packages-key.ts'
import type { Answers, Preview, PreviewBlock, Change, Question } from '../../../../contract/preview.ts'
import { leftFor, sortByWord } from '../../../../contract/proof/left-alone.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import type { StepOutcome, Verification } from '../../../../contract/switch-state.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import {
  type Pair,
  type RunContext,
  type Step,
  type StepDeclaration,
  nothingUnanswered,
  type ProofOptions,
} from '../../../../switch/step.ts'
import { changesBlock } from '../../on-pair/apps/app-question.ts'
import { keptNotice } from '../../on-pair/apps/texts.ts'
import { itemOf } from '../../on-pair/proof/proof-item.ts'
import { newAndGone } from '../../on-pair/run/describe-changes.ts'
import { keepAlwaysChoice } from '../../on-pair/rules/asked-rule.ts'
import { chooseAlternatives, captureAlternatives } from '../verbs.ts'
import {
  alternativesPlanSchema,
  applyAnswers,
  type AlternativesPlan,
  alternativeQuestionId,
  type AskedAlternative,
} from './alternatives-plan.ts'
import { probeAlternatives, compareAlternatives } from './probe-alternatives.ts'
import * as texts from './texts.ts'

/** `readRules` reads what the person decided once and for all, as the source has it. */
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
  const byPath = ({ name, path }: { readonly name: string; readonly path?: string | undefined }) =>
    `${name} ${path ?? ''}`
  return [
    ...newAndGone(agreed.follow, now.follow, byPath, [({ name, path }) => texts.changed(name, path)]),
    ...newAndGone(agreed.reset, now.reset, (name) => name, [texts.nowReset]),
    ...newAndGone(agreed.asked, now.asked, byPath, [
      ({ name }) => texts.newQuestion(name),
      ({ name }) => texts.goneQuestion(name),
    ]),
  ]
}

/** What somebody set by hand on the target stays, unless the person says otherwise. */
function alternativeQuestion(asked: AskedAlternative, { from, to }: Pair): Question {
  const { name, path, there } = asked
  const subject = { kind: 'alternative', name } as const
  const { question } = texts
  const choice = path === undefined ? question.reset(from.label, to.label) : question.use(from.label, to.label)
  return {
    id: alternativeQuestionId(name),
    stepId: stepIds.packages,
    pageId: wizardPages.packages.id,
    form: 'choice',
    title: name,
    subject,
    listedAs: keyOf(name),
    about: `${path ?? ''}\n${there}`,
    reason: question.reason({ label: from.label, path }, { label: to.label, path: there }),
    choices: [
      { id: 'keep', ...question.keep(to.label), meaning: 'keep', bulk: true },
      {
        id: 'follow',
        ...choice,
        meaning: 'change',
        brings: { counts: { update: 1 }, changes: [alternativeChange(asked)] },
        bulk: true,
      },
      keepAlwaysChoice(question.keepAlways(to.label), subject),
    ],
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
  }
}

function keyOf(name: string): string {
  return otherKeys.setting('default-program', name)
}

function alternativeChange({ name, path, there }: Omit<AskedAlternative, 'there'> & { there?: string }): Change {
  return { effect: 'update', name, kind: 'alternative', detail: texts.detail(path, there), listedAs: keyOf(name) }
}

/** Reads both laptops again. What the receiver does not offer, or set by hand alone, is left with its reason. */
async function verifyAlternatives(
  { from, to }: Pair,
  plan: AlternativesPlan,
  answers: Answers,
  { unanswered = nothingUnanswered, signal }: ProofOptions,
): Promise<Verification> {
  const options = { signal }
  const agreed = applyAnswers(plan, answers)
  const [here, there] = await Promise.all([
    from.call(captureAlternatives, { wanted: [] }, options),
    to.call(captureAlternatives, { wanted: [...agreed.wanted] }, options),
  ])
  const { same, differing, automaticHere, onlyThere } = compareAlternatives(here, there)
  if (same.length + differing.length + automaticHere.length + onlyThere.length === 0) return { items: [], notes: [] }
  const [missing, automatic] = [new Set(there.notOffered.map(({ name }) => name)), new Set(agreed.automatic)]
  const kept = new Set(agreed.kept)
  const [apart, manual] = [namesOf(differing), namesOf(automaticHere)]
  const open = apart.filter((name) => !kept.has(name))
  const { chosen, unsaid } = sortByWord(
    [...apart, ...manual].filter((name) => kept.has(name)),
    namesOf(plan.asked).filter((name) => unanswered.has(alternativeQuestionId(name))),
  )
  const left = [
    ...unsaid,
    ...leftFor([
      [texts.left.notOffered(to.label), open.filter((name) => missing.has(name))],
      [
        texts.left.onlyThere(to.label),
        [...namesOf(onlyThere), ...manual.filter((name) => !kept.has(name) && !automatic.has(name))],
      ],
    ]),
  ]
  const differences = [...open.filter((name) => !missing.has(name)), ...manual.filter((name) => automatic.has(name))]
  const found = { compared: same.length, chosen, left, differences }
  return { items: [itemOf([texts.title, texts.sameOnBoth(same.length)], found)], notes: [] }
}

function namesOf(all: readonly { readonly name: string }[]): readonly string[] {
  return all.map(({ name }) => name)
}
