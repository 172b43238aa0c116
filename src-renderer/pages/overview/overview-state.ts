/**
 * How the two laptops stand, from all that is known of them at once: the switch of this app, a switch that the laptops
 * remember as open, who has the latest work, what answered, and when each of them was seen. No words; time is handed in.
 *
 * "safe" and "same" are claims. Each needs something that is newer than whatever could have changed it.
 */
import { behindIn } from '../../../src-main/contract/proof/proof-title.ts'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { savedOnLeft, type LeftSince } from '../../../src-main/contract/saved-since.ts'
import type { PlanView, Proof, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { assertNever } from '../../../src-main/kernel/assert-never.ts'
import { isFresh, lookedAt } from '../../stores/seen-when.ts'
import { areasThatDiffer, changesNothing } from './plan-areas.ts'

type StateOf<K extends SwitchState['kind']> = Extract<SwitchState, { kind: K }>
export type OpenSwitch = NonNullable<Overview['openSwitch']>

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
  /** Proven, nothing has been begun since, and nothing saved on the source. */
  | { readonly kind: 'safe'; readonly proof: Proof }
  /** The same, but something was saved there since, or may have been: nobody has looked yet. */
  | { readonly kind: 'safe-as-of'; readonly proof: Proof; readonly since: LeftSince }
  /** Proven, but nobody can tell what has happened since. */
  | { readonly kind: 'verified'; readonly proof: Proof }
  | { readonly kind: 'never-compared' }
  /** Compared, and never switched. */
  | { readonly kind: 'differs'; readonly areas: number; readonly plan: PlanView }
  | { readonly kind: 'same' | 'was-same'; readonly at: string; readonly plan: PlanView }
  | { readonly kind: 'unclear'; readonly why: string; readonly plan: PlanView | undefined }
  | {
      readonly kind: 'here-holds' | 'peer-holds'
      readonly since: string
      readonly plan: PlanView | undefined
      /** What the one without the latest work has saved since. */
      readonly left: LeftSince | undefined
    }
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

/** `state`: what there is about the work. */
export function overviewState(overview: Overview, state: SwitchState | undefined, nowMs: number): OverviewState {
  const { peer, pairing } = overview
  if (peer === undefined)
    return pairing.kind === 'alone' ? { kind: 'alone', what: pairing.error.hint ?? '' } : { kind: 'not-paired' }
  if (state?.kind === 'running') return { kind: 'copying', run: state }
  return (
    ofOpenSwitch(overview, state, nowMs) ??
    ofOwnSwitch(overview, state, nowMs) ??
    ofHolder(overview, planThatHolds(overview, state), nowMs)
  )
}

function ofOpenSwitch(overview: Overview, state: SwitchState | undefined, nowMs: number): OverviewState | undefined {
  const { openSwitch: open } = overview
  if (open === undefined || isOutdated(open, overview, state)) return undefined
  if (!open.running) return { kind: 'unfinished', open }
  return { kind: 'running-elsewhere', open, isFresh: isFresh(lookedAt(overview), overview, nowMs) }
}

/** What this app itself did since the laptops were looked at is newer, and of its own switch it knows more. */
function isOutdated(open: OpenSwitch, overview: Overview, state: SwitchState | undefined): boolean {
  switch (state?.kind) {
    case 'interrupted':
      return lookedAt(overview) <= state.stoppedAt || (open.switchId === state.switchId && !open.running)
    case 'done':
      return lookedAt(overview) <= state.proof.finishedAt || open.switchId === state.proof.switchId
    default:
      return false
  }
}

function ofOwnSwitch(overview: Overview, state: SwitchState | undefined, nowMs: number): OverviewState | undefined {
  if (state?.kind === 'interrupted') return { kind: 'stopped', run: state }
  if (state?.kind !== 'done') return undefined
  const { proof } = state
  const looked = lookedAt(overview)
  const isLookNewer = looked > proof.finishedAt && !isStillEnding(overview.openSwitch, proof)
  if (isLookNewer && !isHeldAsProven(overview.holder, proof)) return undefined
  if (!proof.verified || behindIn(proof) !== undefined || mayBeUnfinished(overview, proof))
    return { kind: 'verified', proof }
  const since = isLookNewer ? savedOnLeft(overview) : undefined
  // That something was saved stays true when nobody can look any more.
  if (since !== undefined && since.saved.files > 0) return { kind: 'safe-as-of', proof, since }
  const known = isLookNewer ? looked : proof.finishedAt
  if (!isFresh(known, overview, nowMs)) return { kind: 'verified', proof }
  return since === undefined || isNothingSaved(since, overview, nowMs)
    ? { kind: 'safe', proof }
    : { kind: 'safe-as-of', proof, since }
}

/** As a desktop writes all the time, what was looked for within the last minute counts. */
function isNothingSaved({ saved }: LeftSince, overview: Overview, nowMs: number): boolean {
  const { isCurrent, lookedAt: at } = saved
  return isCurrent || (at !== undefined && isFresh(at, overview, nowMs))
}

/** Seen running: that was the moment between the proof and the word who has the work, which this app has given since. */
function isStillEnding(open: OpenSwitch | undefined, { switchId }: Proof): boolean {
  return open?.switchId === switchId && open.running
}

/** Ids are compared, not times: those of the other laptop are of its own clock. */
function isHeldAsProven(holder: Overview['holder'], { to, switchId }: Proof): boolean {
  return holder.kind === 'held' && holder.by === to.name && holder.switchId === switchId
}

/** Any other switch that is open, also one that was seen before the proof: the next look tells whether it still is. */
function mayBeUnfinished({ openSwitch, unreadableSwitch }: Overview, { switchId }: Proof): boolean {
  return [openSwitch, unreadableSwitch].some((other) => other !== undefined && other.switchId !== switchId)
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
  const { holder, here, peer } = overview
  switch (holder.kind) {
    case 'never-switched':
      if (plan === undefined) return { kind: 'never-compared' }
      return ofQuietPlan(overview, plan, nowMs) ?? { kind: 'differs', areas: areasThatDiffer(plan).length, plan }
    case 'unclear':
      return { kind: 'unclear', why: holder.why, plan }
    case 'held':
      if (holder.by !== peer?.laptop.name && holder.by !== here.laptop.name)
        return { kind: 'third-holds', by: holder.by, since: holder.since }
      return ofKnownHolder({ ...overview, holder }, plan, nowMs)
    default:
      return assertNever(holder)
  }
}

type HeldOverview = Overview & { readonly holder: Extract<Overview['holder'], { kind: 'held' }> }

/** A plan of the other way says nothing of what the laptop without the latest work lacks. */
function ofKnownHolder(overview: HeldOverview, plan: PlanView | undefined, nowMs: number): OverviewState {
  const { holder, here } = overview
  const { by, since } = holder
  const leaving = plan?.from.name === by ? plan : undefined
  const kind = by === here.laptop.name ? 'here-holds' : 'peer-holds'
  return ofQuietPlan(overview, leaving, nowMs) ?? { kind, since, plan: leaving, left: savedOnLeft(overview) }
}

/** Both were the same when they were compared; whether they still are, only a comparison of just now can say. */
function ofQuietPlan(overview: Overview, plan: PlanView | undefined, nowMs: number): OverviewState | undefined {
  if (plan === undefined || !changesNothing(plan)) return undefined
  const isCurrent = isFresh(plan.at, overview, nowMs) && overview.peer?.connection.kind === 'reachable'
  return { kind: isCurrent ? 'same' : 'was-same', at: plan.at, plan }
}
