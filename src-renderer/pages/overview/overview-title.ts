/** The state of the overview in one sentence, and what its button does. Pure; time is handed in. */
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { assertNever } from '../../../src-main/kernel/assert-never.ts'
import { stopSentence } from '../../../src-main/contract/stop-words.ts'
import { isBrought, startedOn } from '../../../src-main/contract/started-by.ts'
import { savedWords, type LeftSince } from '../../../src-main/contract/saved-since.ts'
import type { Laptop, PlanView, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { daysBetween, formatAbout, formatLongPoint, formatPoint } from '../../format/time.ts'
import { lookedAt } from '../../stores/seen-when.ts'
import type { OpenSwitch, OverviewState } from './overview-state.ts'
import { turnedOffIn } from './plan-areas.ts'
import { texts } from './texts.ts'

export interface OverviewTitle {
  readonly title: string
  readonly lead: string
  readonly tone: 'normal' | 'amber'
  /** Absent where nothing can be done from this laptop. `resumes` is done at once, the others lead to the wizard. */
  readonly primary: Primary | undefined
  /** Where either laptop may be taken: the other way. */
  readonly otherWay?: WayButton
  /** Of a switch of this app. */
  readonly showsProof?: true
}

/** `to`: host name of the laptop that would be taken; absent where the wizard shows what there is. */
export interface Primary {
  readonly text: string
  readonly strong: boolean
  readonly resumes?: true
  readonly to?: string
}

export interface WayButton {
  readonly text: string
  readonly to: string
}

type Of<K extends OverviewState['kind']> = Extract<OverviewState, { kind: K }>

export function overviewTitle(state: OverviewState, overview: Overview, nowMs: number): OverviewTitle {
  const here = overview.here.laptop.label
  const peer = overview.peer?.laptop.label ?? ''
  switch (state.kind) {
    case 'alone':
      return normal(texts.alone(here), state.what)
    case 'not-paired':
      return amber(texts.notPaired(here), texts.pairFirst)
    case 'copying':
      return normal(texts.updating(state.run.plan.to.label), texts.keepOn, strong(texts.showProgress))
    case 'stopped':
      return amber(texts.notFinished(state.run.plan.to.label), stoppedLead(state.run), strong(texts.showDetails))
    case 'running-elsewhere':
      return ofRunning(state, overview, nowMs)
    case 'unfinished':
      return ofUnfinished(state.open, overview)
    case 'safe':
    case 'verified':
      return withProof(ofProof(state, nowMs), overview, { to: state.proof.from, strong: false })
    case 'safe-as-of':
      return withProof(ofSavedSince(state, overview, nowMs), overview, { to: state.proof.to, strong: true })
    case 'never-compared':
      return eitherWay(normal(texts.neverCompared(peer), texts.preparingIsSafe), overview, undefined)
    case 'differs': {
      const { from, to, estimate } = state.plan
      const title = texts.differs(to.label, from.label, state.areas)
      return eitherWay(normal(title, texts.takes(to.label, formatAbout(estimate.ms))), overview, to.name)
    }
    case 'same':
    case 'was-same':
      return ofQuiet(state, overview, nowMs)
    case 'unclear':
      return ofUnclear(state, overview)
    case 'here-holds':
      return behind(state, overview, nowMs)
    case 'peer-holds':
      return behind(state, overview, nowMs)
    case 'third-holds': {
      const title = amber(texts.hasLatest(state.by), texts.thirdHolds(formatPoint(state.since, nowMs), here, peer))
      return compareFirst(title, overview)
    }
    default:
      return assertNever(state)
  }
}

/** To bring one laptop up to date, in the words of whoever sits at this one. */
function buttonTo({ here, peer }: Overview, to: string | undefined): WayButton {
  const there = peer?.laptop ?? here.laptop
  return to === here.laptop.name
    ? { text: texts.bring(there.label), to: here.laptop.name }
    : { text: texts.prepare(there.label), to: there.name }
}

function otherButton(overview: Overview, to: string): WayButton {
  const { here, peer } = overview
  return buttonTo(overview, to === here.laptop.name ? peer?.laptop.name : here.laptop.name)
}

/** Nobody knows which one is ahead: to the other laptop unless a plan goes the other way. */
function eitherWay(title: OverviewTitle, overview: Overview, to: string | undefined): OverviewTitle {
  const first = buttonTo(overview, to)
  return { ...title, primary: { ...first, strong: true }, otherWay: otherButton(overview, first.to) }
}

function compareFirst(title: OverviewTitle, overview: Overview): OverviewTitle {
  const { primary, otherWay, ...words } = eitherWay(title, overview, undefined)
  return {
    ...words,
    primary: primary && { ...primary, text: texts.compareFirst },
    ...(otherWay === undefined ? {} : { otherWay }),
  }
}

/** What is turned off is left out of the claim, and named. */
function ofQuiet({ kind, at, plan }: Of<'same' | 'was-same'>, overview: Overview, nowMs: number): OverviewTitle {
  const time = formatPoint(at, nowMs)
  const off = turnedOffIn(plan)
  const words = off.length === 0 ? texts.all : texts.whatIsCopied
  const title = kind === 'same' ? words.same : words.wasSame(time)
  const lead = kind === 'same' ? texts.comparedAt(time) : texts.wasSameLead
  return normal(title, off.length === 0 ? lead : `${texts.turnedOff(off)} ${lead}`, weakTo(overview, plan))
}

function ofUnclear({ why, plan }: Of<'unclear'>, overview: Overview): OverviewTitle {
  const title = amber(texts.bothNew, why)
  return plan === undefined ? compareFirst(title, overview) : eitherWay(title, overview, plan.to.name)
}

function weakTo(overview: Overview, { to }: PlanView): Primary {
  return { ...buttonTo(overview, to.name), strong: false }
}

/** Why it stands still; what failed says itself what to do. */
function stoppedLead({ by, error, plan }: Extract<SwitchState, { kind: 'interrupted' }>): string {
  const why = stopSentence({ by, error, on: startedOn(plan).label })
  return by === 'failure' ? why : `${why} ${texts.youCanResume}`
}

function normal(title: string, lead: string, primary?: OverviewTitle['primary']): OverviewTitle {
  return { title, lead, tone: 'normal', primary }
}

function amber(title: string, lead: string, primary?: OverviewTitle['primary']): OverviewTitle {
  return { title, lead, tone: 'amber', primary }
}

const strong = (text: string) => ({ text, strong: true }) as const

function ofRunning({ open, isFresh }: Of<'running-elsewhere'>, overview: Overview, nowMs: number): OverviewTitle {
  const { from, to } = open
  const isOurs = open.startedBy === overview.here.laptop.name
  const seen = lookedAt(overview)
  const asOf = isFresh ? '' : seen === '' ? texts.noneAnswers : texts.seenAt(formatPoint(seen, nowMs))
  // Who works on the source need not know that somebody else fetches its work.
  const left = isBrought(open) && !isOurs ? texts.broughtBy(to.label, from.label) : ''
  const lead = [left, texts.keepBothOpen, asOf].filter((part) => part !== '').join(' ')
  return normal(texts.isUpdating(from.label, to.label), lead, isOurs ? strong(texts.showDetails) : undefined)
}

/** The laptop that drove it keeps the journal: it is asked to go on. */
function ofUnfinished(open: OpenSwitch, { here }: Overview): OverviewTitle {
  const { from, to } = open
  const resume = isBrought(open) ? texts.resumeOn(to.label) : texts.resumeFrom(from.label)
  const primary =
    open.startedBy === here.laptop.name ? strong(texts.showDetails) : { ...strong(resume), resumes: true as const }
  return amber(texts.notFinished(to.label), texts.canResume, primary)
}

function ofProof({ kind, proof: { from, to, finishedAt } }: Of<'safe' | 'verified'>, nowMs: number): OverviewTitle {
  const at = formatPoint(finishedAt, nowMs)
  return kind === 'safe'
    ? normal(texts.safe(from.label), texts.hasLatestCompared(to.label, at))
    : normal(texts.wasVerified(to.label, at), texts.notSeenSince)
}

/** What was saved since is brought by the same switch once more. */
function ofSavedSince({ proof, since }: Of<'safe-as-of'>, overview: Overview, nowMs: number): OverviewTitle {
  const { to, finishedAt } = proof
  const at = formatPoint(finishedAt, nowMs)
  const where = whereOf(since, overview)
  const { files, hidden } = since.saved
  if (files === 0) return normal(texts.safeAsOf(at), texts.maybeSaved(to.label, where))
  const isHiddenAlone = files === hidden
  const told = savedWords(isHiddenAlone ? since.saved : { files: files - hidden, hidden: 0 }, where)
  return amber(texts.safeAsOf(at, told), texts.notThere(to.label, isHiddenAlone ? 0 : hidden))
}

export function whereOf({ left }: LeftSince, { here }: Overview): string {
  return left.laptop.name === here.laptop.name ? texts.here : texts.onLaptop(left.laptop.label)
}

interface NextWay {
  readonly to: Laptop
  readonly strong: boolean
}

/** Either way can be gone from here; what was proven is looked at beside it. */
function withProof(title: OverviewTitle, overview: Overview, { to, strong }: NextWay): OverviewTitle {
  const primary = { ...buttonTo(overview, to.name), strong }
  return { ...title, primary, otherWay: otherButton(overview, to.name), showsProof: true }
}

/** The laptop without the latest work is told of; from it the work is brought here, or to it there. */
function behind(state: Of<'here-holds' | 'peer-holds'>, overview: Overview, nowMs: number): OverviewTitle {
  const { here, peer = here } = overview
  const { since, plan, left } = state
  const isBack = state.kind === 'peer-holds'
  const [ahead, last] = isBack ? [peer.laptop, here.laptop] : [here.laptop, peer.laptop]
  const days = daysBetween(since, nowMs)
  const title = days > 0 ? texts.behind(last.label, days, ahead.label) : texts.hasLatest(ahead.label)
  const inSync = texts.lastInSync(days > 0 ? formatLongPoint(since) : formatPoint(since, nowMs))
  const takes = plan === undefined ? '' : texts.takes(last.label, formatAbout(plan.estimate.ms))
  const primary = { ...buttonTo(overview, last.name), strong: true }
  const saved =
    left === undefined || left.saved.files === 0 ? '' : `${savedWords(left.saved, whereOf(left, overview))}.`
  const lead = normal(title, [inSync, saved, takes].filter((part) => part !== '').join(' '), primary)
  return isBack ? { ...lead, otherWay: otherButton(overview, last.name) } : lead
}
