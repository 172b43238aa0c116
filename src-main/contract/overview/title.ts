/**
 * How the laptops stand in one sentence, what goes with it, and what can be done: the same words in the window, in the panel, in the tab
 * and on the command line. Pure; time is handed in.
 */
import { assertNever } from '../../kernel/assert-never.ts'
import { formatTime } from '../../kernel/format-time.ts'
import { formatAbout } from '../../kernel/units.ts'
import type { HistoryEntry, Overview } from '../overview-calls.ts'
import type { ToldProgress } from '../progress/told.ts'
import type { SavedSince } from '../saved-since-schema.ts'
import { spokenText } from '../progress/words.ts'
import { isBrought, startedOn } from '../started-by.ts'
import { stopSentence } from '../stop-words.ts'
import type { Laptop, PlanView, SwitchState } from '../switch-state.ts'
import { turnedOffIn } from './plan-areas.ts'
import { savedWords, type SavedOn } from './saved-since.ts'
import { lookedAt } from './seen-when.ts'
import type { OpenSwitch, OverviewState } from './state.ts'
import { texts } from './texts.ts'

/** What a button does. `to`: the host name of the laptop that would be taken. */
export type OverviewAct =
  | { readonly kind: 'prepare'; readonly to: string }
  /** Where the wizard shows what there is. */
  | { readonly kind: 'show' }
  /** The program of the other laptop goes on with it. */
  | { readonly kind: 'resume' }
  | { readonly kind: 'suspend'; readonly entry: HistoryEntry }
  | { readonly kind: 'restart'; readonly laptop: Laptop }
  | { readonly kind: 'cancel-undo'; readonly laptop: Laptop }
  | { readonly kind: 'compare' }
  /** The snapshots that `laptop` had before it was put back. */
  | { readonly kind: 'show-before'; readonly laptop: string; readonly at: string }

export interface OverviewButton {
  readonly text: string
  readonly act: OverviewAct
}

export interface OverviewTitle {
  readonly title: string
  readonly lead: string
  /** Green is only what was proven; amber is for the person to see to. */
  readonly tone: 'green' | 'amber' | 'blue' | 'neutral'
  /** Absent where nothing can be done from this laptop. `strong`: what whoever sits here most likely wants next. */
  readonly primary?: OverviewButton & { readonly strong: boolean }
  readonly menu: readonly OverviewButton[]
  /** Files that the sentence is about: the first of them, as a person knows them, and how many they are. */
  readonly saved?: Pick<SavedSince, 'names' | 'files'>
}

interface Told {
  readonly nowMs: number
  /** Of a switch of this app that runs or stands still. */
  readonly progress?: ToldProgress | undefined
}

type Of<K extends OverviewState['kind']> = Extract<OverviewState, { kind: K }>

export function overviewTitle(state: OverviewState, overview: Overview, { nowMs, progress }: Told): OverviewTitle {
  const here = overview.here.laptop.label
  const peer = overview.peer?.laptop.label ?? ''
  switch (state.kind) {
    case 'alone':
      return say('neutral', texts.alone(here), state.what)
    case 'not-paired':
      return say('amber', texts.notPaired(here), texts.pairFirst)
    case 'copying':
      return withButton(say('blue', texts.updating(state.run.plan.to.label), runningLead(progress)), showProgress)
    case 'stopped':
      return withButton(say('amber', stoppedTitle(state.run, progress), stoppedLead(state.run)), showDetails)
    case 'running-elsewhere':
      return ofRunning(state, overview, nowMs)
    case 'unfinished':
      return ofUnfinished(state.open, overview)
    case 'waits-for-restart':
      return ofWaiting(state, overview, nowMs)
    case 'undone':
      return ofUndone(state, overview, nowMs)
    case 'safe':
    case 'not-known':
    case 'lacks':
    case 'changed-since':
    case 'changed-there':
    case 'changed-here-and-there':
      return ofEqual(state, overview, nowMs)
    case 'behind': {
      const { to, finishedAt } = state.entry
      const words = say('amber', texts.wasVerified(to.label, formatTime(finishedAt, nowMs)), state.behind)
      return eitherWay(words, overview, to.name, true)
    }
    case 'differed': {
      const { to, finishedAt } = state.entry
      const words = say('amber', texts.differed(to.label), texts.differedLead(formatTime(finishedAt, nowMs)))
      return eitherWay(words, overview, to.name, true)
    }
    case 'never-compared':
      return eitherWay(say('neutral', texts.neverCompared(peer), texts.preparingIsSafe), overview, undefined, true)
    case 'differs': {
      const { from, to, estimate } = state.plan
      const title = texts.differs(to.label, from.label, state.areas)
      return eitherWay(say('neutral', title, texts.takes(to.label, formatAbout(estimate.ms))), overview, to.name, true)
    }
    case 'same':
    case 'was-same':
      return ofQuiet(state, overview, nowMs)
    case 'unclear':
      return compareFirst(say('amber', texts.bothMayBeNew, state.why), overview, state.plan)
    case 'holds': {
      const { by, since } = state
      const words = say('blue', texts.hasLatest(by.label), texts.lastInSync(formatTime(since, nowMs)))
      return eitherWay(words, overview, otherThan(by, overview).name, true)
    }
    case 'third-holds': {
      const lead = texts.thirdHolds(formatTime(state.since, nowMs), here, peer)
      return compareFirst(say('amber', texts.hasLatest(state.by), lead), overview, undefined)
    }
    default:
      return assertNever(state)
  }
}

function say(tone: OverviewTitle['tone'], title: string, lead: string): OverviewTitle {
  return { tone, title, lead, menu: [] }
}

const showProgress: OverviewButton = { text: texts.showProgress, act: { kind: 'show' } }
const showDetails: OverviewButton = { text: texts.showDetails, act: { kind: 'show' } }

function withButton(title: OverviewTitle, button: OverviewButton, strong = true): OverviewTitle {
  return { ...title, primary: { ...button, strong } }
}

function otherThan(laptop: Laptop, { here, peer = here }: Overview): Laptop {
  return laptop.name === here.laptop.name ? peer.laptop : here.laptop
}

/** To bring one laptop up to date, in the words of whoever sits at this one. */
function buttonTo(overview: Overview, to: string | undefined): OverviewButton {
  const { here, peer = here } = overview
  return to === here.laptop.name
    ? { text: texts.bring(peer.laptop.label), act: { kind: 'prepare', to: here.laptop.name } }
    : { text: texts.prepare(peer.laptop.label), act: { kind: 'prepare', to: peer.laptop.name } }
}

function bothWays(overview: Overview, first: string): readonly OverviewButton[] {
  const { here, peer = here } = overview
  const other = [here, peer].find(({ laptop }) => laptop.name !== first) ?? peer
  return [buttonTo(overview, first), buttonTo(overview, other.laptop.name)]
}

/** One way on the button, the other in its menu. To the other laptop unless another way is named. */
function eitherWay(title: OverviewTitle, overview: Overview, to: string | undefined, strong: boolean): OverviewTitle {
  const { here, peer = here } = overview
  const [first, ...menu] = bothWays(overview, to ?? peer.laptop.name)
  return { ...title, ...(first === undefined ? {} : { primary: { ...first, strong } }), menu }
}

function compareFirst(title: OverviewTitle, overview: Overview, plan: PlanView | undefined): OverviewTitle {
  const either = eitherWay(title, overview, plan?.to.name, true)
  if (plan !== undefined || either.primary === undefined) return either
  return { ...either, primary: { ...either.primary, text: texts.compareFirst } }
}

/** What is turned off is left out of the claim, and named. */
function ofQuiet({ kind, at, plan }: Of<'same' | 'was-same'>, overview: Overview, nowMs: number): OverviewTitle {
  const time = formatTime(at, nowMs)
  const off = turnedOffIn(plan)
  const words = off.length === 0 ? texts.all : texts.whatIsCopied
  const title = kind === 'same' ? words.same : words.wasSame(time)
  const compared = kind === 'same' ? texts.comparedAt(time) : texts.wasSameLead
  const lead = off.length === 0 ? compared : `${texts.turnedOff(off)} ${compared}`
  return eitherWay(say(kind === 'same' ? 'green' : 'neutral', title, lead), overview, plan.to.name, false)
}

function runningLead(progress: ToldProgress | undefined): string {
  const far = progress === undefined ? [] : [spokenText({ leftMs: undefined, ...progress }, progress.verifying)]
  return [...far, texts.keepBothOpen].join(' ')
}

function stoppedTitle({ plan }: Extract<SwitchState, { kind: 'interrupted' }>, told: ToldProgress | undefined): string {
  return told === undefined ? texts.notFinished(plan.to.label) : texts.stoppedAt(told.fraction)
}

/** Why it stands still; what failed says itself what to do. */
function stoppedLead({ by, error, plan }: Extract<SwitchState, { kind: 'interrupted' }>): string {
  const why = stopSentence({ by, error, on: startedOn(plan).label })
  return by === 'failure' ? why : `${why} ${texts.youCanResume}`
}

function ofRunning({ open, isFresh }: Of<'running-elsewhere'>, overview: Overview, nowMs: number): OverviewTitle {
  const { from, to, progress } = open
  const isOurs = open.startedBy === overview.here.laptop.name
  const seen = lookedAt(overview)
  const asOf = isFresh ? '' : seen === '' ? texts.noneAnswers : texts.seenAt(formatTime(seen, nowMs))
  // Who works on the source need not know that somebody else fetches its work.
  const left = isBrought(open) && !isOurs ? texts.broughtBy(to.label, from.label) : ''
  const lead = [left, runningLead(progress), asOf].filter((part) => part !== '').join(' ')
  const words = say('blue', texts.updating(to.label), lead)
  return isOurs ? withButton(words, showDetails) : words
}

/** The laptop that drove it keeps the journal: it is asked to go on. */
function ofUnfinished(open: OpenSwitch, { here }: Overview): OverviewTitle {
  const { from, to } = open
  const words = say('amber', texts.notFinished(to.label), texts.canResume)
  if (open.startedBy === here.laptop.name) return withButton(words, showDetails)
  const text = isBrought(open) ? texts.resumeOn(to.label) : texts.resumeFrom(from.label)
  return withButton(words, { text, act: { kind: 'resume' } })
}

function ofWaiting(
  { laptop, waiting, undoes }: Of<'waits-for-restart'>,
  overview: Overview,
  nowMs: number,
): OverviewTitle {
  const before = formatTime(waiting.at, nowMs)
  const lead =
    undoes === undefined
      ? texts.thenRolledBack(laptop.label, before)
      : texts.thenUndone(formatTime(undoes.finishedAt, nowMs), laptop.label, before)
  const cancel = undoes === undefined ? texts.cancelRollback : texts.cancelUndo
  return {
    ...withButton(say('amber', texts.waitsForRestart(laptop.label), `${lead}${awaySince(laptop, overview, nowMs)}`), {
      text: texts.restart(laptop.label),
      act: { kind: 'restart', laptop },
    }),
    menu: [{ text: cancel, act: { kind: 'cancel-undo', laptop } }],
  }
}

function ofUndone({ entry, at }: Of<'undone'>, overview: Overview, nowMs: number): OverviewTitle {
  const { from, to, startedAt, finishedAt } = entry
  const title = texts.undone(formatTime(finishedAt, nowMs), formatTime(at, nowMs))
  const lead = texts.undoneLead(to.label, formatTime(startedAt, nowMs), from.label)
  const either = eitherWay(say('neutral', title, lead), overview, to.name, true)
  const before = { text: texts.showBefore, act: { kind: 'show-before', laptop: to.name, at } } as const
  return { ...either, menu: [...either.menu, before] }
}

type Equal = Of<'safe' | 'not-known' | 'lacks' | 'changed-since' | 'changed-there' | 'changed-here-and-there'>

/** Both were equal at the end of a switch. What was saved since is brought by the next one, the way in which it goes. */
function ofEqual(state: Equal, overview: Overview, nowMs: number): OverviewTitle {
  const { entry, left, taken } = state
  const { from, to } = entry
  const at = formatTime(entry.finishedAt, nowMs)
  const where = (laptop: Laptop) => (laptop.name === overview.here.laptop.name ? texts.here : texts.on(laptop.label))
  switch (state.kind) {
    case 'safe': {
      const away = awaySince(to, overview, nowMs)
      const words = say('green', texts.safe(from.label), `${texts.safeLead(at, to.label, where(from))}${away}`)
      return ofSafe(words, overview, entry)
    }
    case 'not-known': {
      const why = texts.whyNotKnown[state.why](where(from))
      return eitherWay(
        say('neutral', texts.safeAsOf(at), `${why}${awaySince(from, overview, nowMs)}`),
        overview,
        to.name,
        false,
      )
    }
    case 'lacks':
      return eitherWay(
        say('amber', texts.safeAsOf(at, texts.changedIn(state.areas)), texts.notThere(to.label, 0)),
        overview,
        to.name,
        true,
      )
    case 'changed-since': {
      const told = savedIn(left)
      const own = told.files - told.hidden
      const words = savedWords(own === 0 ? told : { files: own, hidden: 0 }, where(from))
      const lead = texts.notThere(to.label, own === 0 ? 0 : told.hidden)
      return {
        ...eitherWay(say('amber', texts.safeAsOf(at, words), lead), overview, to.name, true),
        ...namesOf(left, own),
      }
    }
    case 'changed-there': {
      const lead = texts.changedThere(
        savedWords(ownOf(taken), where(to)),
        at,
        leftWords(left, state.isLeftQuiet, where(from)),
      )
      return {
        ...eitherWay(say('blue', texts.hasLatest(to.label), lead), overview, from.name, true),
        ...namesOf(taken, ownOf(taken).files),
      }
    }
    case 'changed-here-and-there': {
      const counts = [left, taken].map((one) => ownOf(one).files)
      const lead = texts.bothChanged(counts, [where(from), where(to)], at)
      return compareFirst(say('amber', texts.bothNew, lead), overview, undefined)
    }
    default:
      return assertNever(state)
  }
}

function savedIn(one: SavedOn | undefined): { readonly files: number; readonly hidden: number } {
  return one?.saved ?? { files: 0, hidden: 0 }
}

function ownOf(one: SavedOn | undefined): { readonly files: number; readonly hidden: number } {
  const { files, hidden } = savedIn(one)
  return { files: files - hidden, hidden: 0 }
}

/** Those that are counted: a person's own, where there are some, are the first. */
function namesOf(one: SavedOn | undefined, own: number): Pick<OverviewTitle, 'saved'> {
  if (one === undefined) return {}
  const files = own === 0 ? one.saved.files : own
  return { saved: { files, names: one.saved.names.slice(0, files) } }
}

/** Of the source, while the latest work is on the target. */
function leftWords(left: SavedOn | undefined, isQuiet: boolean, where: string): string {
  if (left === undefined) return ''
  if (left.saved.files > 0) return `${savedWords(left.saved, where)}.`
  return isQuiet ? texts.nothingChanged(where) : ''
}

/** From the source it is put to sleep; once it slept, and on the target, the next thing is work. */
function ofSafe(words: OverviewTitle, overview: Overview, entry: HistoryEntry): OverviewTitle {
  const { here } = overview
  const { from, to } = entry
  if (here.laptop.name !== from.name) return eitherWay(words, overview, from.name, false)
  if (here.facts?.hasSlept === true) return eitherWay(words, overview, here.laptop.name, true)
  const suspend = { text: texts.suspend(from.label), act: { kind: 'suspend', entry } } as const
  const compare = { text: texts.compareNow, act: { kind: 'compare' } } as const
  return { ...withButton(words, suspend), menu: [...bothWays(overview, to.name), compare] }
}

/** With a space in front of it. */
function awaySince({ name, label }: Laptop, { here, peer }: Overview, nowMs: number): string {
  const connection = [here, peer].find((one) => one?.laptop.name === name)?.connection
  if (connection?.kind !== 'unreachable') return ''
  const { lastSeenAt } = connection
  return ` ${lastSeenAt === undefined ? texts.away(label) : texts.awaySince(label, formatTime(lastSeenAt, nowMs))}`
}
