/** What has to be decided before a switch in a direction that could hide newer work. Neither has a safe default. */
import type { Question, Answers } from '../../../contract/preview.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { formatTime } from '../../../kernel/format-time.ts'
import type { ChecksPlan, Laptops } from './check.ts'

const stop = 'stop'

/** Undefined when the laptop that is left has the latest work, or neither has any yet. */
export function holderQuestion({ holder, at }: ChecksPlan, { from, to }: Laptops): Question | undefined {
  if (holder.kind === 'never-switched' || (holder.kind === 'held' && holder.by === from.name)) return undefined
  const reason =
    holder.kind === 'held' && holder.by === to.name
      ? `${to.label} has the latest work, since ${formatTime(holder.since, Date.parse(at))}; ${from.label} may lack some of it.`
      : `It is not known which laptop has the latest work. ${holder.kind === 'unclear' ? holder.why : `It should be on ${holder.by}.`}`
  return {
    ...form,
    id: 'checks:holder',
    subject: 'Which laptop has the latest work',
    reason,
    choices: [
      {
        id: 'take-anyway',
        label: `Copy ${from.label} to ${to.label} anyway`,
        effect: `What only ${to.label} has stays there; where both have changed the same, you decide. A snapshot of ${to.label} is taken first.`,
      },
      { id: stop, label: 'Stop here', effect: `Nothing is changed. Start the switch on ${to.label} instead.` },
    ],
  }
}

/** Undefined when neither laptop remembers a switch that has begun and not ended, but for the one that asks. */
export function unfinishedQuestion({ from, to, at }: ChecksPlan, laptops: Laptops): Question | undefined {
  const open = [from.ledger, to.ledger].flatMap((ledger) =>
    ledger.lock?.ours === true && ledger.lock.switchId === ledger.open?.switchId ? [] : (ledger.open ?? []),
  )[0]
  if (open === undefined) return undefined
  return {
    ...form,
    id: 'checks:unfinished',
    subject: 'An unfinished switch',
    reason: `The switch from ${open.from.label} to ${open.to.label}, begun ${formatTime(open.since, Date.parse(at))}, is not finished.`,
    choices: [
      {
        id: 'begin-anew',
        label: 'Begin a new switch',
        effect: `${laptops.from.label} is copied to ${laptops.to.label} from the beginning; the unfinished switch cannot be resumed any more.`,
      },
      { id: stop, label: 'Stop here', effect: 'Nothing is changed. Resume the unfinished switch instead.' },
    ],
  }
}

const form = { stepId: 'checks', form: 'choice', required: true, secret: false, canLook: false } as const

/** AppError "blocked" when the person chose to stop. */
export function refuseStopped(answers: Answers): void {
  const stopped = ['checks:holder', 'checks:unfinished'].some((id) => answers[id] === stop)
  if (!stopped) return
  throw new AppError({
    code: 'blocked',
    message: 'You chose to stop here; nothing was changed.',
    hint: 'Put this switch away. Plan it again if you want another answer.',
  })
}
