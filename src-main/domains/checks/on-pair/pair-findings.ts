/** Checks that compare the two laptops: clocks, connection, latest work, other switches. */
import type { CheckCell, Question } from '../../../contract/preview.ts'
import { isBrought, otherThanStarted } from '../../../contract/started-by.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import { wizardPages } from '../../../contract/wizard-page.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { CheckedFacts } from '../verbs.ts'
import { finding, type ChecksPlan, type Finding, type LaptopPair } from './check.ts'
import { assessClocks } from './compare-clocks.ts'
import * as texts from './texts.ts'

export function clockFinding({ from, to }: ChecksPlan, laptops: LaptopPair): Finding {
  const apartMs = to.timing.offsetMs - from.timing.offsetMs
  const row = { id: 'clock', title: texts.rowTitles.clock, icon: 'clock', from: clockCell(from.facts) } as const
  const words = texts.apartText(apartMs)
  const verdict = assessClocks(apartMs)
  switch (verdict) {
    case 'together':
      return finding({ ...row, to: agreeing(to.facts, apartMs, laptops.from.label) })
    case 'noticeably-apart':
      return finding({
        ...row,
        to: { tone: 'warning', text: words },
        remedy: texts.turnOnAutomaticTime,
      })
    case 'misleadingly-apart':
      return finding({ ...row, to: { tone: 'blocked', text: words } }, [texts.clocksTooFarApart(apartMs, laptops)])
    default:
      return assertNever(verdict)
  }
}

function clockCell({ clockSynchronized }: CheckedFacts): CheckCell {
  return clockSynchronized === false
    ? { tone: 'info', text: texts.setByHand }
    : { tone: 'passed', text: texts.setAutomatically }
}

function agreeing({ clockSynchronized }: CheckedFacts, apartMs: number, label: string): CheckCell {
  const byHand = clockSynchronized === false
  return { tone: byHand ? 'info' : 'passed', text: texts.clocksAgree(apartMs, label, byHand) }
}

const slowMs = 150

export function connectionFinding({ from, to, startedBy }: ChecksPlan, laptops: LaptopPair): Finding {
  const cell = (ms: number): CheckCell => ({
    tone: ms > slowMs ? 'warning' : 'passed',
    text: texts.roundTripText(ms),
  })
  const row = { id: 'connection', title: texts.rowTitles.connection, icon: 'network' } as const
  // The one that asks has the app itself: when it answers slowly it is busy, and the connection is not slow.
  const near = (ms: number): CheckCell => ({ ...cell(ms), tone: 'passed' })
  const isBack = isBrought({ ...laptops, startedBy })
  const cells = {
    from: (isBack ? cell : near)(from.timing.roundTripMs),
    to: (isBack ? near : cell)(to.timing.roundTripMs),
  }
  const isSlow = cells.from.tone === 'warning' || cells.to.tone === 'warning'
  const slow = isSlow ? { remedy: texts.slowAnswer(otherThanStarted({ ...laptops, startedBy }).label) } : {}
  return finding({ ...row, ...cells, ...slow })
}

export function holderFinding(plan: ChecksPlan, laptops: LaptopPair): Finding {
  const cells = holderCells(plan, laptops)
  const question = holderQuestion(plan, laptops)
  const row = { id: 'holder', title: texts.rowTitles.holder, icon: 'history', ...cells } as const
  return question === undefined ? finding(row) : finding({ ...row, remedy: question.reason }, [], [question])
}

/** Of packages alone: nobody's work goes anywhere, but what is decided about packages is kept where the latest work is. */
export function rulesFindings(plan: ChecksPlan, laptops: LaptopPair): readonly Finding[] {
  const { holder } = plan
  if (holder.kind !== 'held' || holder.by === laptops.from.name) return []
  const row = { id: 'holder', title: texts.rowTitles.holder, icon: 'history', ...holderCells(plan, laptops) } as const
  return [finding(row, [{ code: 'blocked', ...texts.rulesElsewhere(laptops) }])]
}

function holderCells(
  { holder, at }: ChecksPlan,
  { from, to }: LaptopPair,
): { readonly from: CheckCell; readonly to: CheckCell } {
  const both = (cell: CheckCell) => ({ from: cell, to: cell })
  switch (holder.kind) {
    case 'never-switched':
      return both({ tone: 'info', text: texts.noSwitchYet })
    case 'unclear':
      return both({ tone: 'unknown', text: texts.notKnown })
    case 'held': {
      const left = texts.handedOver(holder.since, Date.parse(at))
      if (holder.by === from.name)
        return { from: { tone: 'passed', text: texts.hasLatestWork }, to: { tone: 'passed', text: left } }
      if (holder.by === to.name)
        return { from: { tone: 'warning', text: left }, to: { tone: 'warning', text: texts.hasLatestWork } }
      return both({ tone: 'unknown', text: texts.otherHasLatestWork(holder.by) })
    }
    default:
      return assertNever(holder)
  }
}

/** A running switch is a blocker, an unfinished one a question; without either there is no row. */
export function otherSwitchFindings(plan: ChecksPlan, laptops: LaptopPair): readonly Finding[] {
  const lock = [plan.from.ledger.lock, plan.to.ledger.lock].find((seen) => seen?.alive === true && !seen.ours)
  const row = { id: 'other-switch', title: texts.rowTitles.otherSwitch, icon: 'lock' } as const
  const nowMs = Date.parse(plan.at)
  const cell = (here: boolean, tone: CheckCell['tone'], text: string): CheckCell =>
    here ? { tone, text } : { tone: 'passed', text: texts.none }
  if (lock !== undefined) {
    const busy = (seen: typeof lock | undefined) => cell(seen?.alive === true && !seen.ours, 'blocked', texts.oneRuns)
    const words = texts.reservedFor({ ...lock, startedOn: labelOf(lock.startedBy, laptops) }, nowMs)
    const cells = { from: busy(plan.from.ledger.lock), to: busy(plan.to.ledger.lock) }
    return [finding({ ...row, ...cells }, [{ code: 'locked', ...words }])]
  }
  const question: Question | undefined = unfinishedQuestion(plan, laptops)
  if (question === undefined) return []
  const cells = {
    from: cell(plan.from.ledger.open !== undefined, 'warning', texts.oneUnfinished),
    to: cell(plan.to.ledger.open !== undefined, 'warning', texts.oneUnfinished),
  }
  return [finding({ ...row, ...cells, remedy: question.reason }, [], [question])]
}

function labelOf(name: string, { from, to }: LaptopPair): string {
  return [from, to].find((laptop) => laptop.name === name)?.label ?? name
}

const stopping = { id: 'stop', label: texts.stopLabel, meaning: 'stop', bulk: false } as const

/**
 * Questions before a switch that could hide newer work. Neither has a safe default. Undefined when the source has the latest work, or
 * neither has any yet.
 */
function holderQuestion({ holder, at }: ChecksPlan, laptops: LaptopPair): Question | undefined {
  const { from, to } = laptops
  if (holder.kind === 'never-switched' || (holder.kind === 'held' && holder.by === from.name)) return undefined
  const reason =
    holder.kind === 'held' && holder.by === to.name
      ? texts.newerWork(holder.since, Date.parse(at), laptops)
      : texts.holderUnknown(holder.kind === 'unclear' ? holder.why : texts.shouldBeOn(holder.by))
  return {
    ...form,
    id: 'checks:holder',
    title: texts.whichLeads,
    subject: { kind: 'laptop', name: to.name },
    about: JSON.stringify(holder),
    reason,
    choices: [
      {
        id: 'take-anyway',
        label: texts.takeAnyway.label(laptops),
        effect: texts.takeAnyway.effect(laptops),
        meaning: 'change',
        bulk: false,
      },
      { ...stopping, effect: texts.startThereInstead(laptops) },
    ],
  }
}

/** Undefined when neither laptop remembers an unfinished switch, other than the one that asks. */
function unfinishedQuestion({ from, to, at }: ChecksPlan, laptops: LaptopPair): Question | undefined {
  const open = [from.ledger, to.ledger].flatMap((ledger) =>
    ledger.lock?.ours === true && ledger.lock.id === ledger.open?.switchId ? [] : (ledger.open ?? []),
  )[0]
  if (open === undefined) return undefined
  return {
    ...form,
    id: 'checks:unfinished',
    title: texts.unfinishedSwitch,
    subject: { kind: 'switch', switchId: open.switchId },
    about: open.switchId,
    reason: texts.unfinished({ from: open.from.label, to: open.to.label }, open.since, Date.parse(at)),
    choices: [
      {
        id: 'begin-anew',
        label: texts.beginAnew.label,
        effect: texts.beginAnew.effect(laptops),
        meaning: 'change',
        bulk: false,
      },
      { ...stopping, effect: texts.resumeInstead },
    ],
  }
}

const form = {
  stepId: stepIds.checks,
  pageId: wizardPages.laptops.id,
  form: 'choice',
  required: true,
  secret: false,
  canLook: false,
} as const
