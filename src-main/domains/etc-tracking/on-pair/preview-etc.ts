import { wouldRefuse } from '../../../commons/doors/texts.ts'
import type { Choice, Preview, PreviewBlock, Question } from '../../../contract/preview.ts'
import { wizardPages } from '../../../contract/wizard-page.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { groupBy } from '../../../kernel/group-by.ts'
import type { Pair } from '../../../switch/step.ts'
import { questionId } from './decisions.ts'
import { driftQuestionPrefix, ruleQuestionPrefix, type EtcPlan } from './plan.ts'
import * as texts from './texts.ts'
import { shownVersions } from './versions.ts'

export function previewEtc(plan: EtcPlan, pair: Pair): Preview {
  const questions = [
    ...plan.drift.map((one) => driftQuestion(one, pair)),
    ...plan.undecided.map((one) => ruleQuestion(one, pair)),
  ]
  return {
    summary: summarize(plan),
    pages: [wizardPages.etc],
    blocks: blocksOf(plan, pair),
    questions,
    blockers: [],
    estimate: {
      bytes: plan.changes.reduce((sum, { bytes }) => sum + bytes, 0),
      items: plan.changes.length,
      ms: plan.changes.length === 0 ? 500 : 4_000,
    },
  }
}

function summarize({ changes, undecided, drift, rules }: EtcPlan): string {
  const isAnyTracked = rules.some(({ decision }) => decision === 'always')
  return texts.summary(changes.length, drift.length + undecided.length, isAnyTracked)
}

function blocksOf(
  { changes, staying, unowned, unreadable, protected: guarded, held }: EtcPlan,
  pair: Pair,
): PreviewBlock[] {
  const blocks: PreviewBlock[] = []
  if (changes.length > 0) {
    blocks.push({
      kind: 'changes',
      pageId: wizardPages.etc.id,
      title: texts.blockTitle(pair.to.label),
      summary: texts.filesToCopy(changes.length),
      count: changes.length,
      changes: changes.map(({ path, effect, detail, bytes }) => ({
        effect,
        name: `/etc${textFromBytePath(path)}`,
        kind: 'file',
        detail,
        bytes,
      })),
    })
  }
  const notice = (tone: 'info' | 'warning', text: { readonly title: string; readonly text: string }): void => {
    blocks.push({ kind: 'notice', pageId: wizardPages.etc.id, tone, ...text })
  }
  const named = (paths: readonly string[]) => paths.map((path) => `/etc${textFromBytePath(path)}`)
  for (const [why, some] of groupBy(held, (one) => wouldRefuse(pair.to.label, one.why)))
    notice('warning', texts.heldBack(named(some.map(({ path }) => path)), why))
  if (guarded.length > 0) notice('warning', texts.guarded(named(guarded), pair.to.label))
  if (unowned.length > 0) notice('warning', texts.unowned(named(unowned), pair.to.label))
  for (const side of ['from', 'to'] as const) {
    if (unreadable[side].length > 0) notice('warning', texts.unreadable(named(unreadable[side]), pair[side].label))
  }
  if (staying.length > 0) {
    notice('info', texts.onlyThere(staying.map(textFromBytePath), { from: pair.from.label, to: pair.to.label }))
  }
  return blocks
}

type Asked = EtcPlan['undecided'][number] | EtcPlan['drift'][number]

function aboutFile({ path, secret, canLook, mark, versions, package: owner }: Asked, pair: Pair) {
  const below = textFromBytePath(path)
  const title = `/etc${below}`
  return {
    stepId: stepIds.etc,
    pageId: wizardPages.etc.id,
    title,
    subject: { kind: 'etc-file', path: below } as const,
    about: mark,
    group: title.slice(0, title.lastIndexOf('/')),
    secret,
    canLook,
    ...(owner === undefined ? {} : { package: owner }),
    ...(versions === undefined ? {} : { versions: shownVersions(versions, pair) }),
  }
}

function ruleQuestion(one: EtcPlan['undecided'][number], pair: Pair): Question {
  const copied = one.onlyTo ? texts.copiedBack(pair.from.label, pair.to.label) : texts.copiedAlways(pair.to.label)
  return {
    id: questionId(ruleQuestionPrefix, one.path),
    ...aboutFile(one, pair),
    form: 'rule',
    reason: one.reason,
    alike: texts.alike.noRule,
    choices: [
      { id: 'always', ...texts.always, effect: copied, meaning: 'change', ...broughtBy(one), bulk: !one.secret },
      { id: 'never', ...texts.never, meaning: 'keep', bulk: true },
      { id: 'later', ...texts.later, meaning: 'later', bulk: true },
    ],
    safeDefault: 'later',
    ...(one.suggestion === undefined ? {} : { suggestion: { ...one.suggestion, bulk: !one.secret } }),
    required: false,
  }
}

/** A file that only the receiver changed stays by default; one that both changed has no default. */
function driftQuestion(one: EtcPlan['drift'][number], pair: Pair): Question {
  const { from, to } = pair
  return {
    id: questionId(driftQuestionPrefix, one.path),
    ...aboutFile(one, pair),
    form: 'choice',
    reason: one.reason,
    alike: texts.alike[one.both ? 'both' : 'drift'](to.label),
    choices: [
      { id: 'keep', ...texts.keepTheirs(from.label, to.label), meaning: 'keep', bulk: true },
      { id: 'take', ...texts.takeOurs(from.label, to.label), meaning: 'change', ...broughtBy(one), bulk: !one.secret },
    ],
    ...(one.both ? {} : { safeDefault: 'keep' }),
    ...newerChoice(one),
    required: true,
  }
}

/** What becomes of it on the target, once it is as on the source; one that only the target has comes back with the next switch. */
function broughtBy({ path, reason, versions, ...one }: Asked): Pick<Choice, 'brings'> {
  if (versions === undefined || ('onlyTo' in one && one.onlyTo)) return {}
  const effect = versions.to.kind === 'absent' ? 'add' : versions.from.kind === 'absent' ? 'remove' : 'update'
  const bytes = versions.from.kind === 'file' ? { bytes: versions.from.bytes } : {}
  const change = { effect, name: `/etc${textFromBytePath(path)}`, kind: 'file', detail: reason, ...bytes } as const
  return { brings: { counts: { [effect]: 1 }, changes: [change] } }
}

/** For several at once, of which no secret is copied. */
function newerChoice({ versions, secret }: EtcPlan['drift'][number]): Pick<Question, 'newer'> {
  if (versions?.newer === 'to') return { newer: 'keep' }
  return versions?.newer === 'from' && !secret ? { newer: 'take' } : {}
}

/** What changed since the plan was answered, a sentence each. */
export function changesOfPlan(agreed: EtcPlan, now: EtcPlan): readonly string[] {
  const asked = (plan: EtcPlan) => new Map([...plan.undecided, ...plan.drift].map(({ path, mark }) => [path, mark]))
  const given = (plan: EtcPlan) => new Map(plan.changes.map(({ path, effect, mark }) => [path, `${effect} ${mark}`]))
  const rulesOf = (plan: EtcPlan) => plan.rules.map(({ path, decision }) => `${decision} ${path}`).join('\n')
  const questions = countChanged(asked(agreed), asked(now))
  const changes = countChanged(given(agreed), given(now))
  return [
    ...(questions === 0 ? [] : [texts.changes.questions(questions)]),
    ...(changes === 0 ? [] : [texts.changes.tracked(changes)]),
    ...(rulesOf(agreed) === rulesOf(now) ? [] : [texts.changes.rules]),
  ]
}

function countChanged(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).length
}
