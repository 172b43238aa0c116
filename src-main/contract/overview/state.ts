/**
 * How the two laptops stand, from what both remember of their switches, what the kernel tells about /home since, and what this app is
 * at: whoever asks, on either laptop, is told the same. No words; time is handed in.
 *
 * "safe" and "same" are claims. Each needs something that is newer than whatever could have changed it.
 */
import { assertNever } from '../../kernel/assert-never.ts'
import type { HistoryEntry, Overview, LaptopStatus } from '../overview-calls.ts'
import { historyEntryOf } from '../proof/history-entry.ts'
import type { Laptop, PlanView, Proof, SwitchState } from '../switch-state.ts'
import { areasThatDiffer, broughtIn, changesNothing } from './plan-areas.ts'
import { ownFiles, savedOnBoth, type SavedOn, type SavedOnBoth } from './saved-since.ts'
import { isFresh, lookedAt } from './seen-when.ts'

type StateOf<K extends SwitchState['kind']> = Extract<SwitchState, { kind: K }>
export type OpenSwitch = NonNullable<Overview['openSwitch']>
export type WaitingRollback = NonNullable<NonNullable<LaptopStatus['facts']>['waiting']>

/** It is being looked for, that laptop is away, or does not know; or a later switch may have changed the target. */
type WhyNotKnown = 'looking' | 'away' | 'forgotten' | 'unreadable' | 'given-up'

export type OverviewState =
  | { readonly kind: 'not-paired' }
  /** Set up without another laptop; what works, in the app's words. */
  | { readonly kind: 'alone'; readonly what: string }
  /** This app runs a switch. */
  | { readonly kind: 'copying'; readonly run: StateOf<'running'> }
  /** The switch of this app stands still and can be resumed here. */
  | { readonly kind: 'stopped'; readonly run: StateOf<'interrupted'> }
  /** A switch that this app does not run, as the laptops remember it. */
  | { readonly kind: 'running-elsewhere'; readonly open: OpenSwitch; readonly isFresh: boolean }
  | { readonly kind: 'unfinished'; readonly open: OpenSwitch }
  /** A rollback is ordered for the next start of a laptop; `undoes` is the switch that it undoes. */
  | {
      readonly kind: 'waits-for-restart'
      readonly laptop: Laptop
      readonly waiting: WaitingRollback
      readonly undoes: HistoryEntry | undefined
    }
  | { readonly kind: 'undone'; readonly entry: HistoryEntry; readonly at: string }
  /** Something was saved on the source, or on both. */
  | ({ readonly kind: 'changed-here-and-there' | 'changed-since' } & SavedOnBoth)
  /** On the target; `isLeftQuiet`: nothing on the source, as is known now. */
  | ({ readonly kind: 'changed-there'; readonly isLeftQuiet: boolean } & SavedOnBoth)
  /** It was safe; nobody can tell whether it still is. */
  | ({ readonly kind: 'not-known'; readonly why: WhyNotKnown } & SavedOnBoth)
  /** Nothing was saved in /home on the source, but a comparison since has found something there that the target lacks. */
  | ({ readonly kind: 'lacks'; readonly areas: readonly string[] } & SavedOnBoth)
  /** Proven, nothing has been begun since, and nothing saved on the source. */
  | ({ readonly kind: 'safe' } & SavedOnBoth)
  /** Proven, while something was still on its way to the target. */
  | { readonly kind: 'behind'; readonly entry: HistoryEntry; readonly behind: string }
  /** Copied, compared and found different. */
  | { readonly kind: 'differed'; readonly entry: HistoryEntry }
  | { readonly kind: 'never-compared' }
  /** Compared, and never switched. */
  | { readonly kind: 'differs'; readonly areas: number; readonly plan: PlanView }
  | { readonly kind: 'same' | 'was-same'; readonly at: string; readonly plan: PlanView }
  | { readonly kind: 'unclear'; readonly why: string; readonly plan: PlanView | undefined }
  /** The latest work is there, by a switch of which no more than that is known. */
  | { readonly kind: 'holds'; readonly by: Laptop; readonly since: string }
  /** Neither of the two: one of them was paired with another laptop before. */
  | { readonly kind: 'third-holds'; readonly by: string; readonly since: string }

/** A plan and a proof of packages alone say nothing of how the work stands. */
export function aboutWork(state: SwitchState | undefined): SwitchState | undefined {
  switch (state?.kind) {
    case 'planning':
    case 'plan-failed':
      return state.scope === undefined ? state : { kind: 'idle' }
    case 'planned':
    case 'done':
      return state.plan.scope === undefined ? state : { kind: 'idle' }
    default:
      return state
  }
}

/** `own`: what this app is at, about the work. */
export function overviewState(seen: Overview, own: SwitchState | undefined, nowMs: number): OverviewState {
  const overview = withOwnProof(seen, own)
  const { peer, pairing } = overview
  if (peer === undefined)
    return pairing.kind === 'alone' ? { kind: 'alone', what: pairing.error.hint ?? '' } : { kind: 'not-paired' }
  if (own?.kind === 'running') return { kind: 'copying', run: own }
  return (
    ofOpenSwitch(overview, own, nowMs) ??
    (own?.kind === 'interrupted' ? { kind: 'stopped', run: own } : undefined) ??
    waitingIn(overview) ??
    ofHolder(overview, planThatHolds(overview, own), nowMs)
  )
}

/** What this app has proven since the laptops were looked at, it knows as if it had looked. */
export function withOwnProof(seen: Overview, own: SwitchState | undefined): Overview {
  if (own?.kind !== 'done') return seen
  const { proof } = own
  const { switchId, to, finishedAt, verified } = proof
  const isEnding = seen.openSwitch?.switchId === switchId && seen.openSwitch.running
  const isUndone = seen.history.some((entry) => entry.switchId === switchId && entry.undoneAt !== undefined)
  if (isUndone || (lookedAt(seen) > finishedAt && !isEnding)) return seen
  const history = seen.history.filter((entry) => entry.switchId !== switchId)
  const { openSwitch, ...rest } = seen
  const others = openSwitch !== undefined && openSwitch.switchId !== switchId ? { openSwitch } : {}
  return {
    ...rest,
    ...others,
    // Only what was given up before it is told of.
    givenUp: undefined,
    here: justCompared(seen.here, proof),
    ...(seen.peer === undefined ? {} : { peer: justCompared(seen.peer, proof) }),
    history: [historyEntryOf(proof), ...history],
    ...(verified ? { holder: { kind: 'held', by: to.name, since: finishedAt, switchId } } : {}),
  }
}

function justCompared(status: LaptopStatus, { switchId, finishedAt }: Proof): LaptopStatus {
  if (status.facts === undefined) return status
  const savedSince = { switchId, files: 0, hidden: 0, names: [], isCurrent: true }
  const connection = status.connection.kind === 'reachable' ? status.connection : { kind: 'reachable', roundTripMs: 1 }
  return {
    ...status,
    connection,
    facts: { ...status.facts, askedAt: finishedAt, savedSince, hasSlept: false },
  } as LaptopStatus
}

function ofOpenSwitch(overview: Overview, own: SwitchState | undefined, nowMs: number): OverviewState | undefined {
  const { openSwitch: open } = overview
  if (open === undefined || isOutdated(open, overview, own)) return undefined
  if (!open.running) return { kind: 'unfinished', open }
  return { kind: 'running-elsewhere', open, isFresh: isFresh(lookedAt(overview), overview, nowMs) }
}

/** What this app itself did since the laptops were looked at is newer, and of its own switch it knows more. */
function isOutdated(open: OpenSwitch, overview: Overview, own: SwitchState | undefined): boolean {
  if (own?.kind !== 'interrupted') return false
  return lookedAt(overview) <= own.stoppedAt || (open.switchId === own.switchId && !open.running)
}

function waitingIn({ here, peer, history }: Overview): OverviewState | undefined {
  for (const status of [here, peer]) {
    const waiting = status?.facts?.waiting
    if (status === undefined || waiting === undefined) continue
    const undoes = history.find(({ switchId }) => switchId === waiting.undoes)
    return { kind: 'waits-for-restart', laptop: status.laptop, waiting, undoes }
  }
  return undefined
}

/** The plan of this app, either way, unless a switch was begun since, or the work has gone from one laptop to the other. */
export function planThatHolds(overview: Overview, state: SwitchState | undefined): PlanView | undefined {
  if (state?.kind !== 'planned') return undefined
  const { plan } = state
  const { holder, here, peer, openSwitch } = overview
  // What was begun since has changed what it says.
  if (openSwitch !== undefined && openSwitch.since >= plan.at) return undefined
  if (![plan.from, plan.to].every(({ name }) => name === here.laptop.name || name === peer?.laptop.name))
    return undefined
  return holder.kind === 'held' && holder.since >= plan.at ? undefined : plan
}

function ofHolder(overview: Overview, plan: PlanView | undefined, nowMs: number): OverviewState {
  const { holder, here, peer, history } = overview
  const newest = history.find(({ scope }) => scope === undefined)
  if (newest?.verified === false && newest.undoneAt === undefined && holder.kind !== 'unclear')
    return { kind: 'differed', entry: newest }
  switch (holder.kind) {
    case 'never-switched':
      if (plan === undefined) return { kind: 'never-compared' }
      return ofQuietPlan(overview, plan, nowMs) ?? { kind: 'differs', areas: areasThatDiffer(plan).length, plan }
    case 'unclear':
      return { kind: 'unclear', why: holder.why, plan }
    case 'held': {
      const by = [here, peer].find((status) => status?.laptop.name === holder.by)?.laptop
      if (by === undefined) return { kind: 'third-holds', by: holder.by, since: holder.since }
      const stands = ofSwitch(overview, nowMs) ?? { kind: 'holds', by, since: holder.since }
      if (stands.kind === 'safe') return ofLater(stands, plan)
      const quiet = ofQuietPlan(overview, plan?.from.name === by.name ? plan : undefined, nowMs)
      return quiet?.kind === 'same' && knowsLess(stands) ? quiet : stands
    }
    default:
      return assertNever(holder)
  }
}

/** Than a comparison of just now: nothing that was seen since speaks against it. */
function knowsLess(stands: OverviewState): boolean {
  if (stands.kind === 'not-known') return stands.why === 'forgotten' || stands.why === 'given-up'
  return stands.kind === 'holds' || stands.kind === 'behind'
}

/** Of the switch by which one of the two has the latest work; undefined where nobody has said that it was safe. */
function ofSwitch(overview: Overview, nowMs: number): OverviewState | undefined {
  const { holder, history, unreadableSwitch, givenUp, here, peer } = overview
  const entry = holder.kind === 'held' ? history.find(({ switchId }) => switchId === holder.switchId) : undefined
  if (entry?.undoneAt !== undefined) return { kind: 'undone', entry, at: entry.undoneAt }
  if (entry?.verified === true && entry.behind !== undefined) return { kind: 'behind', entry, behind: entry.behind }
  const both = savedOnBoth(overview)
  const isOfBoth = [both?.entry.from, both?.entry.to].every((one) =>
    [here, peer].some((status) => status?.laptop.name === one?.name),
  )
  if (both === undefined || !isOfBoth) return undefined
  const { left, taken } = both
  const isThere = taken !== undefined && ownFiles(taken.saved) > 0
  const isLeft = left !== undefined && left.saved.files > 0
  // What programs keep for themselves makes no work of two laptops.
  if (isThere && isLeft && ownFiles(left.saved) > 0) return { kind: 'changed-here-and-there', ...both }
  const why = whyNotKnown(overview, both.entry, left, nowMs)
  if (isThere) return { kind: 'changed-there', isLeftQuiet: why === undefined && !isLeft, ...both }
  // That something was saved stays true when nobody can look any more.
  if (isLeft) return { kind: 'changed-since', ...both }
  if (unreadableSwitch !== undefined && unreadableSwitch.switchId !== both.entry.switchId)
    return { kind: 'not-known', why: 'unreadable', ...both }
  if (givenUp !== undefined) return { kind: 'not-known', why: 'given-up', ...both }
  return why === undefined ? { kind: 'safe', ...both } : { kind: 'not-known', why, ...both }
}

/** A comparison in the way of that switch tells of packages and settings too. */
function ofLater(safe: Extract<OverviewState, { kind: 'safe' }>, plan: PlanView | undefined): OverviewState {
  const { entry, left, taken } = safe
  const areas = plan?.from.name === entry.from.name ? broughtIn(plan) : []
  return areas.length === 0 ? safe : { kind: 'lacks', areas, entry, left, taken }
}

/** As a desktop writes all the time, what was looked for within the last minute counts. */
function whyNotKnown(
  overview: Overview,
  { from }: HistoryEntry,
  left: SavedOn | undefined,
  nowMs: number,
): WhyNotKnown | undefined {
  const status = [overview.here, overview.peer].find((one) => one?.laptop.name === from.name)
  if (status?.connection.kind === 'unreachable') return 'away'
  if (status?.facts === undefined || !isFresh(status.facts.askedAt, overview, nowMs)) return 'looking'
  if (left === undefined) return 'forgotten'
  const { isCurrent, lookedAt: at } = left.saved
  return isCurrent || (at !== undefined && isFresh(at, overview, nowMs)) ? undefined : 'looking'
}

/** Both were the same when they were compared; whether they still are, only a comparison of just now can say. */
function ofQuietPlan(
  overview: Overview,
  plan: PlanView | undefined,
  nowMs: number,
): Extract<OverviewState, { kind: 'same' | 'was-same' }> | undefined {
  if (plan === undefined || !changesNothing(plan)) return undefined
  const isCurrent = isFresh(plan.at, overview, nowMs) && overview.peer?.connection.kind === 'reachable'
  return { kind: isCurrent ? 'same' : 'was-same', at: plan.at, plan }
}
