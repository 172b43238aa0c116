/** What the two laptops are to each other: time, connection, who has the latest work, what is not finished. */
import type { CheckCell, Question } from '../../../contract/preview.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { formatTime } from '../../../kernel/format-time.ts'
import { formatDuration } from '../../../kernel/units.ts'
import type { Facts } from '../verbs.ts'
import { finding, type ChecksPlan, type Finding, type Laptops } from './check.ts'
import { assessClocks } from './compare-clocks.ts'
import { holderQuestion, unfinishedQuestion } from './questions.ts'

export function clockFinding({ from, to }: ChecksPlan, laptops: Laptops): Finding {
  const apartMs = to.timing.offsetMs - from.timing.offsetMs
  const row = { id: 'clock', title: 'Clock', icon: 'clock', from: clockCell(from.facts) } as const
  const words = describeApart(apartMs)
  const verdict = assessClocks(apartMs)
  switch (verdict) {
    case 'together':
      return finding({ ...row, to: inStep(to.facts, apartMs) })
    case 'noticeably-apart':
      return finding({
        ...row,
        to: { tone: 'warning', text: words },
        remedy: 'Turn on automatic time on both laptops.',
      })
    case 'misleadingly-apart': {
      const text = `The clock of ${laptops.to.label} is ${words}. Files would be compared by the wrong times: correct the clock, and turn on automatic time on both laptops.`
      return finding({ ...row, to: { tone: 'blocked', text: words } }, [
        { title: 'The clocks are too far apart', text },
      ])
    }
    default:
      return assertNever(verdict)
  }
}

function clockCell({ clockSynchronized }: Facts): CheckCell {
  return clockSynchronized === false
    ? { tone: 'info', text: 'Not set automatically' }
    : { tone: 'passed', text: 'In step' }
}

function inStep({ clockSynchronized }: Facts, apartMs: number): CheckCell {
  const apart = Math.abs(apartMs) < 50 ? 'In step' : `${describeApart(apartMs)}, in step`
  return clockSynchronized === false
    ? { tone: 'info', text: `${apart}, not set automatically` }
    : { tone: 'passed', text: apart }
}

function describeApart(apartMs: number): string {
  const ms = Math.abs(apartMs)
  const amount = ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms)
  return `${amount} ${apartMs < 0 ? 'behind' : 'ahead'}`
}

const slowMs = 150

export function connectionFinding({ from, to }: ChecksPlan): Finding {
  const cell = (ms: number): CheckCell => ({
    tone: ms > slowMs ? 'warning' : 'passed',
    text: `Answers in ${ms < 1 ? 'less than 1' : Math.round(ms)} ms`,
  })
  const row = { id: 'connection', title: 'Connection', icon: 'network' } as const
  // The laptop that is left runs the app itself: a slow answer of it is a busy machine, not a slow connection.
  const cells = { from: { ...cell(from.timing.roundTripMs), tone: 'passed' as const }, to: cell(to.timing.roundTripMs) }
  const slow = cells.to.tone === 'warning' ? { remedy: 'The connection is slow; a cable makes it faster.' } : {}
  return finding({ ...row, ...cells, ...slow })
}

export function holderFinding(plan: ChecksPlan, laptops: Laptops): Finding {
  const cells = holderCells(plan, laptops)
  const question = holderQuestion(plan, laptops)
  const row = { id: 'holder', title: 'Last worked on', icon: 'history', ...cells } as const
  return question === undefined ? finding(row) : finding({ ...row, remedy: question.reason }, [], [question])
}

function holderCells(
  { holder, at }: ChecksPlan,
  { from, to }: Laptops,
): { readonly from: CheckCell; readonly to: CheckCell } {
  const both = (cell: CheckCell) => ({ from: cell, to: cell })
  switch (holder.kind) {
    case 'never-switched':
      return both({ tone: 'info', text: 'Never switched yet' })
    case 'unclear':
      return both({ tone: 'unknown', text: 'Not known' })
    case 'held': {
      const left = `Left ${formatTime(holder.since, Date.parse(at))}`
      if (holder.by === from.name)
        return { from: { tone: 'passed', text: 'Has the latest work' }, to: { tone: 'passed', text: left } }
      if (holder.by === to.name)
        return { from: { tone: 'warning', text: left }, to: { tone: 'warning', text: 'Has the latest work' } }
      return both({ tone: 'unknown', text: `${holder.by} has the latest work` })
    }
    default:
      return assertNever(holder)
  }
}

/** Somebody is at one of the laptops now: a blocker. A switch that stands still: a question. Neither: no row. */
export function otherSwitchFindings(plan: ChecksPlan, laptops: Laptops): readonly Finding[] {
  const lock = [plan.from.ledger.lock, plan.to.ledger.lock].find((seen) => seen?.alive === true && !seen.ours)
  const row = { id: 'other-switch', title: 'Other switches', icon: 'lock' } as const
  const nowMs = Date.parse(plan.at)
  const cell = (here: boolean, tone: CheckCell['tone'], text: string): CheckCell =>
    here ? { tone, text } : { tone: 'passed', text: 'None' }
  if (lock !== undefined) {
    const busy = (seen: typeof lock | undefined) =>
      cell(seen?.alive === true && !seen.ours, 'blocked', 'One is running')
    const text = `It goes from ${lock.from.label} to ${lock.to.label}, runs since ${formatTime(lock.since, nowMs)} and was started on ${labelOf(lock.startedBy, laptops)}. Wait until it has finished, or pause it there.`
    const cells = { from: busy(plan.from.ledger.lock), to: busy(plan.to.ledger.lock) }
    return [finding({ ...row, ...cells }, [{ code: 'locked', title: 'A switch is running already', text }])]
  }
  const question: Question | undefined = unfinishedQuestion(plan, laptops)
  if (question === undefined) return []
  const cells = {
    from: cell(plan.from.ledger.open !== undefined, 'warning', 'One is not finished'),
    to: cell(plan.to.ledger.open !== undefined, 'warning', 'One is not finished'),
  }
  return [finding({ ...row, ...cells, remedy: question.reason }, [], [question])]
}

function labelOf(name: string, { from, to }: Laptops): string {
  return [from, to].find((laptop) => laptop.name === name)?.label ?? name
}
