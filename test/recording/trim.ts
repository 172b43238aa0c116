/** Leaves out of a recording what is long and says nothing new. What stays is as it came. */
import { z } from 'zod'
import type { ClientMessage } from '../../src-main/contract/envelope.ts'
import { questionSchema } from '../../src-main/contract/preview.ts'
import type { RecordedAnswer, Recording } from '../renderer/recording-schema.ts'

const mostItems = 40
/** Of what would change a plan has hundreds, all alike. */
const mostChanges = 8

export function trim({ answers, streams }: Recording): Recording {
  return {
    // A plan stands in the stream of its making.
    answers: answers.filter(({ call, ok }) => !(call === 'switchPlan' && ok)).map(trimAnswer),
    streams: Object.fromEntries(Object.entries(streams).map(([about, messages]) => [about, trimStream(messages)])),
  }
}

function trimAnswer(answer: RecordedAnswer): RecordedAnswer {
  return answer.ok ? { ...answer, value: trimLists(answer.value) } : answer
}

/**
 * From the start of a switch on, where there is one: its plan stands in its first event. Of the progress of a step, or of a
 * task, the first and the last report; the rest are between them.
 */
function trimStream(all: readonly ClientMessage[]): ClientMessage[] {
  const messages = all.slice(Math.max(0, all.findIndex(begins)))
  const kept = messages.filter((message, index) => {
    const subject = subjectOf(message)
    if (subject === undefined) return message.type !== 'overview-changed'
    const same = (others: readonly ClientMessage[]) =>
      others.some((other) => subjectOf(other) === subject) && !others.some((other) => endsRun(other))
    return !(
      same(messages.slice(lastEnd(messages, index), index)) && same(messages.slice(index + 1, nextEnd(messages, index)))
    )
  })
  return kept.map((message) => trimLists(message) as ClientMessage)
}

/** What follows needs nothing of what was before. */
const begins = (message: ClientMessage): boolean =>
  message.type === 'event' && ['plan-started', 'switch-started'].includes(message.event.type)

function subjectOf(message: ClientMessage): string | undefined {
  if (message.type === 'task') return message.task.state === 'running' ? message.task.callId : undefined
  return message.type === 'event' && message.event.type === 'step-progress' ? message.event.stepId : undefined
}

/** A step that ran before a pause and after it has reported twice. */
const endsRun = (message: ClientMessage): boolean =>
  message.type === 'event' && ['switch-stopped', 'switch-resumed'].includes(message.event.type)

function lastEnd(messages: readonly ClientMessage[], before: number): number {
  return messages.slice(0, before).findLastIndex(endsRun) + 1
}

function nextEnd(messages: readonly ClientMessage[], after: number): number {
  const found = messages.slice(after).findIndex(endsRun)
  return found === -1 ? messages.length : after + found
}

/** The practice keeps the laptops' first state in snapshots of its own. */
function isOfPractice(item: unknown): boolean {
  return (
    typeof item === 'object' && item !== null && 'description' in item && /^pristine\//.test(String(item.description))
  )
}

/** Of the questions of a step one of each kind: another file, asked about in the same way, says nothing new. */
function oneOfEach(questions: readonly unknown[]): readonly unknown[] {
  const kinds = new Set<string>()
  return questions.filter((question) => {
    const { form, secret, canLook, suggestion, safeDefault, consequence, reason } = questionSchema.parse(question)
    const said = [suggestion?.why, reason, consequence === undefined].join().replaceAll(/\d+/g, '0')
    const kind = [form, secret, canLook, safeDefault, said].join()
    if (kinds.has(kind)) return false
    kinds.add(kind)
    return true
  })
}

/** Of changes the first ones, and later the first of each kind. */
function ofEveryKind(changes: readonly unknown[]): readonly unknown[] {
  const kinds = new Set<string>()
  return changes.filter((change, index) => {
    const { data } = z.object({ effect: z.string().optional(), kind: z.string() }).safeParse(change)
    const kind = `${String(data?.effect)} ${String(data?.kind)}`
    const isNew = !kinds.has(kind)
    kinds.add(kind)
    return isNew || index < mostChanges
  })
}

function trimLists(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const short = key === 'questions' ? oneOfEach(value) : key === 'changes' ? ofEveryKind(value) : value
    return short
      .filter((item) => !isOfPractice(item))
      .slice(0, mostItems)
      .map((item) => trimLists(item))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, trimLists(inner, name)]))
}
