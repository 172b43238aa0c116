/** Every combination of what the overview knows: the inputs of its state, and one overview for each cell of their product. */
import type { HistoryEntry, Holder, LaptopStatus, Overview } from '../../../src-main/contract/overview-calls.ts'
import { historyEntryOf } from '../../../src-main/contract/proof/history-entry.ts'
import type { SavedSince } from '../../../src-main/contract/saved-since-schema.ts'
import type { Laptop, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { here, overview, p17, peer, peerAway, xps } from '../../renderer/laptops.ts'
import { planOf, samePlan } from '../../renderer/plans.ts'
import { interruptedState, proofOf, runningState } from '../../renderer/runs.ts'

type SaidSaved = Omit<SavedSince, 'switchId' | 'names'> & { readonly names: readonly string[] }

/** When the plan was made, the switch stopped, or was proven. */
const eventAt = '2026-11-20T10:30:00.000Z'
const switchId = 'switch-3'

const quiet = { ...samePlan, at: eventAt }
const changing = { ...planOf(), at: eventAt }
const proof = { ...proofOf(), switchId, from: p17, to: xps, finishedAt: eventAt }
/** The work of the other laptop, brought here. */
const back = { from: xps, to: p17, startedBy: p17.name }
const proofBack = { ...proof, from: xps, to: p17 }

const owns = {
  unknown: undefined,
  idle: { kind: 'idle' },
  planning: { kind: 'planning', planId: 'p', from: p17, to: xps, at: eventAt, steps: [], probed: [] },
  planFailed: {
    kind: 'plan-failed',
    from: p17,
    to: xps,
    at: eventAt,
    error: { code: 'unexpected', message: '', hint: '' },
  },
  plannedQuiet: { kind: 'planned', plan: quiet },
  planned: { kind: 'planned', plan: changing },
  running: runningState(eventAt),
  interrupted: { ...interruptedState('paused'), stoppedAt: eventAt },
  done: { kind: 'done', plan: changing, proof, statuses: {} },
  plannedBackQuiet: { kind: 'planned', plan: { ...quiet, ...back } },
  plannedBack: { kind: 'planned', plan: { ...changing, ...back } },
  interruptedBack: { ...interruptedState('paused'), plan: { ...changing, ...back }, stoppedAt: eventAt },
  doneBack: { kind: 'done', plan: { ...changing, ...back }, proof: proofBack, statuses: {} },
} as const satisfies Record<string, SwitchState | undefined>

const there = [p17, xps] as const
const backHere = [xps, p17] as const
const open = (id: string, [from, to]: readonly [Laptop, Laptop], running: boolean, startedBy = from.name) => ({
  switchId: id,
  from,
  to,
  since: '2026-11-20T10:31:00.000Z',
  startedBy,
  running,
})

const opens = {
  none: undefined,
  ownRunning: open(switchId, there, true),
  ownUnfinished: open(switchId, there, false),
  theirsRunning: open('theirs', backHere, true),
  theirsUnfinished: open('theirs', backHere, false),
  /** The other laptop fetches the work of this one. */
  fetchRunning: open('fetch', there, true, xps.name),
  fetchUnfinished: open('fetch', there, false, xps.name),
  laterRunning: open('later', there, true),
  laterUnfinished: open('later', there, false),
} as const

const held = (by: string, id: string, since: string): Holder => ({ kind: 'held', by, switchId: id, since })
const earlier = '2026-11-20T10:00:00.000Z'
const later = '2026-11-20T10:32:00.000Z'

const holders = {
  never: { kind: 'never-switched' },
  asProven: held(xps.name, switchId, eventAt),
  asProvenBack: held(p17.name, switchId, eventAt),
  peerEarlier: held(xps.name, 'earlier', earlier),
  peerLater: held(xps.name, 'later', later),
  hereEarlier: held(p17.name, 'earlier', earlier),
  /** By the clock of the other laptop, which is behind. */
  hereLaterByTheirClock: held(p17.name, 'theirs', earlier),
  hereLater: held(p17.name, 'theirs', later),
  third: held('old-laptop', 'third', earlier),
  unclear: { kind: 'unclear', why: 'XPS 13 was rolled back.' },
} as const satisfies Record<string, Holder>

const reaches = {
  reachable: peer,
  unreachable: peerAway,
  unknown: { ...peer, connection: { kind: 'unknown' } },
  none: undefined,
} as const
const nothing = { files: 0, hidden: 0, names: [], isCurrent: true }
/** Nobody has looked which files those are. */
const written = { ...nothing, isCurrent: false }
const changed = { files: 5, hidden: 3, names: ['notes.md', 'plan.md', '.config/x'], isCurrent: false }
/** On the source and on the target, since the switch after which one of them has the latest work. */
const savings = {
  unasked: {},
  nothing: { left: nothing, taken: nothing },
  written: { left: written, taken: written },
  /** After it was looked within the last minute. */
  writtenSoon: { left: { ...written, lookedAt: '2026-11-20T10:30:30.000Z' }, taken: written },
  changed: { left: changed, taken: written },
  changedThere: { left: nothing, taken: changed },
  /** On the target by programs alone. */
  settingsThere: { left: nothing, taken: { ...changed, files: 3 } },
  changedOnBoth: { left: changed, taken: changed },
} as const

const looks = { before: '2026-11-20T10:29:00.000Z', after: '2026-11-20T10:30:40.000Z', never: undefined } as const
const nows = { soon: '2026-11-20T10:30:50.000Z', muchLater: '2026-11-20T15:00:00.000Z' } as const

const names = <T extends object>(table: T) => Object.keys(table) as (keyof T)[]

export interface Cell {
  readonly own: keyof typeof owns
  readonly open: keyof typeof opens
  readonly holder: keyof typeof holders
  readonly reach: keyof typeof reaches
  readonly look: keyof typeof looks
  readonly now: keyof typeof nows
  readonly saved: keyof typeof savings
}

export const cells: readonly Cell[] = names(owns).flatMap((own) =>
  names(opens).flatMap((open) =>
    names(holders).flatMap((holder) =>
      names(reaches).flatMap((reach) =>
        names(looks).flatMap((look) =>
          names(nows).flatMap((now) => names(savings).map((saved) => ({ own, open, holder, reach, look, now, saved }))),
        ),
      ),
    ),
  ),
)

interface Inputs {
  readonly overview: Overview
  readonly state: SwitchState | undefined
  readonly nowMs: number
}

export function inputsOf({ own, open, holder, reach, look, now, saved }: Cell): Inputs {
  const remembered = entryOf(holders[holder])
  const seen = seenWith(looks[look], remembered, savings[saved])
  const status = reaches[reach]
  return {
    overview: {
      ...overview,
      here: seen(here),
      peer: status && seen(status),
      holder: holders[holder],
      history: remembered === undefined ? [] : [remembered],
      openSwitch: opens[open],
    },
    state: owns[own],
    nowMs: Date.parse(nows[now]),
  }
}

/** The switch by which one of the two has the latest work. */
function entryOf(holder: Holder): HistoryEntry | undefined {
  if (holder.kind !== 'held') return undefined
  const { by, switchId: id, since } = holder
  const [from, to] = by === p17.name ? [xps, p17] : [p17, xps]
  return { ...historyEntryOf(proof), switchId: id, from, to, startedAt: since, finishedAt: since }
}

/** A laptop that did not answer says what it said before. */
function seenWith(
  at: string | undefined,
  entry: HistoryEntry | undefined,
  saved: { readonly left?: SaidSaved; readonly taken?: SaidSaved },
) {
  return (status: LaptopStatus): LaptopStatus => {
    const { facts, ...rest } = status
    if (at === undefined || facts === undefined) return rest
    const said = entry?.from.name === status.laptop.name ? saved.left : saved.taken
    const savedSince =
      said === undefined || entry === undefined
        ? undefined
        : { ...said, names: [...said.names], switchId: entry.switchId }
    return { ...rest, facts: { ...facts, askedAt: at, savedSince } }
  }
}
