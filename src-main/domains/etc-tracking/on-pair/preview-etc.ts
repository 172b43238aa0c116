import type { Preview, PreviewBlock, Question } from '../../../contract/preview.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { countOf } from '../../../kernel/units.ts'
import type { Pair } from '../../../switch/step.ts'
import { questionId } from './decisions.ts'
import { driftQuestionPrefix, ruleQuestionPrefix, type EtcPlan } from './plan.ts'

const shownAtMost = 300

export function previewEtc(plan: EtcPlan, pair: Pair, stepId: string): Preview {
  const questions = [
    ...plan.drift.map((one) => driftQuestion(one, pair, stepId)),
    ...plan.undecided.map((one) => ruleQuestion(one, pair, stepId)),
  ]
  return {
    summary: summarize(plan),
    blocks: blocksOf(plan, pair),
    questions,
    blockers: [],
    estimate: {
      bytes: plan.changes.reduce((sum, { bytes }) => sum + bytes, 0),
      items: plan.changes.length,
      ms: plan.changes.length === 0 ? 1_500 : 4_000,
    },
  }
}

function summarize({ changes, undecided, drift, rules }: EtcPlan): string {
  const parts = [
    ...(changes.length === 0 ? [] : [`${countOf(changes.length, 'file')} to copy`]),
    ...(drift.length + undecided.length === 0
      ? []
      : [`${countOf(drift.length + undecided.length, 'file')} to decide on`]),
  ]
  if (parts.length > 0) return parts.join(', ')
  return rules.some(({ decision }) => decision === 'always') ? 'Tracked files are the same' : 'No file is tracked yet'
}

function blocksOf({ changes, staying }: EtcPlan, pair: Pair): PreviewBlock[] {
  const blocks: PreviewBlock[] = []
  if (changes.length > 0) {
    blocks.push({
      kind: 'changes',
      title: `/etc files on ${pair.to.label}`,
      summary: `${countOf(changes.length, 'file')} to copy`,
      count: changes.length,
      changes: changes.slice(0, shownAtMost).map(({ path, effect, detail, bytes }) => ({
        effect,
        name: `/etc${textFromBytePath(path)}`,
        kind: 'file',
        detail,
        bytes,
      })),
    })
  }
  if (staying.length > 0) {
    blocks.push({
      kind: 'notice',
      tone: 'info',
      title: `${countOf(staying.length, 'tracked file')} only on ${pair.to.label}`,
      text: `They stay there, and are copied to ${pair.from.label} when you switch back: ${staying.slice(0, 5).map(textFromBytePath).join(', ')}`,
    })
  }
  return blocks
}

function ruleQuestion(one: EtcPlan['undecided'][number], pair: Pair, stepId: string): Question {
  const copied = one.onlyTo
    ? `Stays on ${pair.to.label}, and is copied to ${pair.from.label} when you switch back.`
    : `Copied to ${pair.to.label} now, and at every switch.`
  return {
    id: questionId(ruleQuestionPrefix, one.path),
    stepId,
    form: 'rule',
    subject: `/etc${textFromBytePath(one.path)}`,
    reason: one.reason,
    choices: [
      { id: 'always', label: 'Always copy', effect: copied },
      { id: 'never', label: 'Never copy', effect: 'Stays as it is on both laptops, at every switch.' },
      { id: 'later', label: 'Decide later', effect: 'Stays as it is on both laptops this time.' },
    ],
    safeDefault: 'later',
    ...(one.suggestion === undefined ? {} : { suggestion: one.suggestion }),
    required: false,
    secret: one.secret,
    canLook: one.canLook,
  }
}

/** What only the other laptop changed stays by default; what both changed has no default. */
function driftQuestion(one: EtcPlan['drift'][number], pair: Pair, stepId: string): Question {
  const { from, to } = pair
  return {
    id: questionId(driftQuestionPrefix, one.path),
    stepId,
    form: 'choice',
    subject: `/etc${textFromBytePath(one.path)}`,
    reason: one.reason,
    choices: [
      {
        id: 'keep',
        label: `Keep it as on ${to.label}`,
        effect: `It stays, and goes to ${from.label} when you switch back.`,
      },
      {
        id: 'take',
        label: `Take it from ${from.label}`,
        effect: `${to.label}’s own version stays only in its snapshot.`,
      },
    ],
    ...(one.both ? {} : { safeDefault: 'keep' }),
    required: true,
    secret: one.secret,
    canLook: one.canLook,
  }
}

/** Sentences about what is not any more as it was agreed on. */
export function changesOfPlan(agreed: EtcPlan, now: EtcPlan): readonly string[] {
  const asked = (plan: EtcPlan) => new Map([...plan.undecided, ...plan.drift].map(({ path, mark }) => [path, mark]))
  const given = (plan: EtcPlan) => new Map(plan.changes.map(({ path, effect, mark }) => [path, `${effect} ${mark}`]))
  const rulesOf = (plan: EtcPlan) => plan.rules.map(({ path, decision }) => `${decision} ${path}`).join('\n')
  const questions = countChanged(asked(agreed), asked(now))
  const changes = countChanged(given(agreed), given(now))
  return [
    ...(questions === 0 ? [] : [`${countOf(questions, 'file')} in /etc that the questions are about changed.`]),
    ...(changes === 0 ? [] : [`${countOf(changes, 'tracked file')} in /etc changed.`]),
    ...(rulesOf(agreed) === rulesOf(now) ? [] : ['The rules for /etc changed.']),
  ]
}

function countChanged(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).length
}
