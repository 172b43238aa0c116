/** What waits for the person's answer: the lines of the overview, and the numbers at rooms and tabs. Pure, and the only place that counts it. */
import { mostInConflict } from '../conflict-words.ts'
import { etcPathOf } from '../etc-calls.ts'
import type { OpenPoint, Overview } from '../overview-calls.ts'
import type { Answers, Question } from '../preview.ts'
import { stepIds } from '../step-ids.ts'
import type { PlanView, SwitchState } from '../switch-state.ts'
import { planThatHolds, withOwnProof } from './state.ts'
import { toDecideTexts as texts, type TravelsTab } from './texts.ts'

export interface OpenLine {
  readonly about: 'conflicts' | 'files' | 'differences'
  readonly tab: TravelsTab
  readonly count: number
  /** "6 files in /etc". */
  readonly title: string
  /** The first of them; none where only their number is known. */
  readonly names: readonly string[]
  /** What holds until then, as the end of a sentence. */
  readonly until: string
}

interface Known {
  readonly overview: Overview | undefined
  readonly state: SwitchState | undefined
  readonly answers: Answers
}

const tabs: Readonly<Record<string, TravelsTab>> = {
  [stepIds.etc]: 'etc',
  [stepIds.packages]: 'packages',
  [stepIds.localUnits]: 'packages',
  [stepIds.images]: 'machines',
  [stepIds.containers]: 'machines',
}

export function toDecide({ overview: seen, state, answers }: Known): readonly OpenLine[] {
  if (seen === undefined) return []
  const overview = withOwnProof(seen, state)
  const conflicts = mostInConflict([overview.here, overview.peer])
  const plan = planThatHolds(overview, state)
  const last = overview.history.find(({ scope, undoneAt }) => scope === undefined && undoneAt === undefined)?.open ?? []
  const files = plan === undefined ? last.filter(({ about }) => about === 'files') : filesIn(plan, answers)
  const kept = last.filter((one) => one.about === 'differences' && isOpenIn(plan, answers, one))
  return [...(conflicts === 0 ? [] : [inConflict(conflicts)]), ...[...files, ...kept].map(lineOf)]
}

const inConflict = (count: number): OpenLine => ({
  ...{ about: 'conflicts', tab: 'home', count, names: [] },
  title: texts.conflicts.title(count),
  until: texts.conflicts.until,
})

function lineOf({ about, stepId, count, names }: OpenPoint): OpenLine {
  const tab = tabs[stepId] ?? 'home'
  const words = texts[about]
  return {
    about,
    tab,
    count,
    names: names.slice(0, namesShown).map(inArea),
    title: words.title(count, tab),
    until: words.until,
  }
}

/** The title says that it is in /etc. */
const inArea = (name: string): string => name.replace(/^\/etc\//, '')

/** Without a rule. Who answers "Later" has answered for now. */
function filesIn({ steps, previews }: PlanView, answers: Answers): readonly OpenPoint[] {
  return steps.flatMap(({ id }) => {
    const open = (previews[id]?.questions ?? []).filter((one) => one.form === 'rule' && answers[one.id] === undefined)
    const names = open.flatMap(nameOf)
    return open.length === 0 ? [] : [{ about: 'files', stepId: id, count: open.length, names }]
  })
}

const nameOf = ({ subject }: Question): readonly string[] =>
  subject.kind === 'etc-file' ? [etcPathOf(subject.path)] : []

/** What a newer plan asks nothing about in that step is settled. */
function isOpenIn(plan: PlanView | undefined, answers: Answers, { stepId }: OpenPoint): boolean {
  const step = plan?.steps.find(({ id }) => id === stepId)
  const questions = step && plan?.previews[step.id]?.questions
  return questions === undefined || questions.some(({ id, form }) => form !== 'rule' && answers[id] === undefined)
}

const namesShown = 3

/** `tab`: "etc". */
export function countIn(lines: readonly OpenLine[], tab: string): number {
  return lines.reduce((sum, line) => (line.tab === tab ? sum + line.count : sum), 0)
}

/** "hosts, fstab and 4 more: not copied for now". */
export function untilWords({ count, names, until }: OpenLine): string {
  if (names.length === 0) return until
  const more = count - names.length
  return `${names.join(', ')}${more > 0 ? ` ${texts.andMore(more)}` : ''}: ${until}`
}
