import type { PackageRule } from '../../../contract/package-rule.ts'
import type { ScopedUnit } from '../../../kernel/format-unit.ts'
import type { Pair } from '../../../switch/step.ts'
import {
  keyOf,
  type Capture,
  type PackageRef,
  type PackageVersion,
  type Rejection,
  type SimulationAnswer,
  type UnitChange,
} from '../model.ts'
import { listFailed } from '../verbs.ts'
import { listSources } from '../source-verbs.ts'
import { newArchitectures, nothingAsked, simulate, toLeave, without } from './simulate.ts'
import { compareCaptures, type CaptureComparison } from './compare-captures.ts'
import { isUnitApart, ruledPackages, ruledSources, staysForBoth, type RuledPackages } from './rules/ruled.ts'
import { compareSources, isOtherRelease, whyUnreadable } from './sources/compare-sources.ts'
import { compareUnits, masksOfArriving, unitKey, unitsNotThere, startingWithPackages } from './compare-units.ts'
import { probeFiles } from './files/probe-files.ts'
import { withLeft, type Probing, leftPackages, targetOf } from './later/left-for-later.ts'
import { failedAndStaying, failedInstalls } from './not-set-up/tried-again.ts'
import { failedOn, healthWithout } from './not-set-up/not-set-up.ts'
import { ownStaying } from './own-packages.ts'
import { askable, failedOnBoth, type Captures } from './removals.ts'
import type { PackagesPlan, PlannedSource } from './packages-plan.ts'
import { neededInRepairs } from './repairs/repair-question.ts'
import { neededRooms } from './room/needed-rooms.ts'
import { probeSources } from './sources/probe-sources.ts'
import { readCapture } from './read-capture.ts'

/** What the person decided once and for all. */
export interface PersonRules {
  readonly rules: readonly PackageRule[]
  /** Of a file below /etc/apt. */
  readonly hasAptRule: (file: string) => boolean
}

/** Captures both laptops, then simulates apt on the receiver where there is something to ask it. Reads only. */
export async function probePackages(
  pair: Pair,
  readRules: () => Promise<PersonRules>,
  { answered = {}, ...options }: Probing,
): Promise<PackagesPlan> {
  const [from, toWhole, failed, here, there, { rules, hasAptRule }] = await Promise.all([
    readCapture(pair.from, options),
    readCapture(pair.to, options),
    pair.to.call(listFailed, {}, options),
    pair.from.call(listSources, {}, options),
    pair.to.call(listSources, {}, options),
    readRules(),
  ])
  const later = leftPackages({ from, to: toWhole, rules }, answered)
  const ruled = ruledPackages(withLeft(rules, later.map(targetOf)), from, toWhole)
  const failedThere = failedOn({ ...toWhole, health: healthWithout(toWhole.health, ruled.notSetUp) })
  const halfRemoved = toWhole.packages.filter((one) => one.halfRemoved === true)
  const to = { ...toWhole, health: healthWithout(toWhole.health, [...ruled.notSetUp, ...halfRemoved]) }
  const compare = comparerWith(ruled, from, to)
  const first = compare(new Set())
  const unreadable = { from: whyUnreadable(here), to: whyUnreadable(there) }
  // apt would refuse whatever it is asked.
  const isStuck = unreadable.to !== undefined
  const captured = { from, to, never: ruled.never, failedThere, areBroken: false }
  const simulation = isStuck ? nothingAsked : await simulate(pair, first, captured, options)
  const rejected = new Set(simulation.rejected.map(keyOf))
  // What only a package that cannot be there wants is not brought either.
  const comparison = rejected.size === 0 ? first : compare(rejected)
  const isFewer = comparison.missing.length < without(first, rejected).missing.length
  const areBroken = simulation.repairs !== undefined
  const again = isFewer
    ? await simulate(pair, without(comparison, rejected), { ...captured, areBroken }, options)
    : undefined
  const answer = { ...(again ?? simulation), rejected: simulation.rejected }
  const { offered, told, differing, kept: keptSources } = ruledSources(rules, compareSources(here, there, hasAptRule))
  const { accepted, actions, downloadBytes } = answer
  const architectures = newArchitectures(first.missing, to)
  const base = {
    install: accepted,
    actions,
    downloadBytes,
    rejected: answer.rejected,
    marks: first.marks,
    architectures,
    leave: toLeave(captured),
  }
  const tried = isStuck || unreadable.from !== undefined ? [] : await probeSources(pair, offered, base, options)
  const sources = tried.filter(({ state }) => state !== 'refused')
  const wanted = wantedAsFiles(answer.rejected, sources, [...first.missing, ...first.older])
  const isMute = isStuck || unreadable.from !== undefined
  const probed = await probeFiles(pair, { base, wanted: isMute ? [] : wanted, nativeArch: to.nativeArch }, options)
  const refused = tried.flatMap(({ source, state }) => (state === 'refused' ? [{ source, why: state }] : []))
  const isOffering = [...sources.map(({ install }) => install), probed.files].some(({ length }) => length > 0)
  const known = { from, to, ruled, isOffering, failed: failed.units, failedThere }
  const releases = isOtherRelease(here, there) ? { from: here.release.title, to: there.release.title } : undefined
  const described = describe(known, comparison, { ...answer, rejected: withReasons(answer.rejected, probed.rejected) })
  const removals = new Set(described.removals.map(({ asked }) => keyOf(asked)))
  const [starting, rooms] = await Promise.all([
    startingWithPackages(pair, { from, to }, actions, options),
    neededRooms(pair.to, answer, { from, to }, options),
  ])
  const plan = {
    ...described,
    units: [...described.units, ...starting],
    rooms,
    triedAgain: [
      ...failedInstalls({ from, failed: failedThere, accepted, comparison, rejected }, compare),
      ...failedAndStaying(failedOnBoth(captured), removals),
    ],
    architectures: [...architectures],
    kept: [...ruled.apart],
    leftNotSetUp: [...ruled.notSetUp],
    later: [...later],
    never: [...ruled.never],
    both: [...ruled.both],
    sources,
    files: [...probed.files],
    withoutFile: [...probed.withoutFile],
    keptSources,
    sourcesDiffering: [...differing],
    sourcesTold: [...told, ...refused],
    unreadableSources: filesOf(unreadable),
  }
  return withoutRuledUnits({ ...plan, ...(releases === undefined ? {} : { releases }) }, rules)
}

/** What no source has, nor one that is asked about would bring. */
function wantedAsFiles(
  rejected: readonly Rejection[],
  sources: readonly PlannedSource[],
  all: readonly (PackageVersion & { readonly auto?: boolean })[],
) {
  const offered = new Set(sources.flatMap(({ install, rejected: others }) => [...install, ...others]).map(keyOf))
  const open = rejected.filter((one) => one.isNotOffered === true && !offered.has(keyOf(one)))
  const known = new Map(all.map((one) => [keyOf(one), one]))
  return open.map((one) => ({ ...one, auto: known.get(keyOf(one))?.auto === true }))
}

function withReasons(rejected: readonly Rejection[], better: readonly Rejection[]): Rejection[] {
  const known = new Map(better.map((one) => [keyOf(one), one]))
  return rejected.map((one) => known.get(keyOf(one)) ?? one)
}

type Unreadable = Readonly<Record<'from' | 'to', readonly string[] | undefined>>

function filesOf({ from, to }: Unreadable): PackagesPlan['unreadableSources'] {
  return { ...(from === undefined ? {} : { from: [...from] }), ...(to === undefined ? {} : { to: [...to] }) }
}

type Units = 'arriving' | 'keptUnits' | 'unitsForBoth'
type UnruledPlan = Omit<PackagesPlan, Units> & { readonly arriving: readonly ScopedUnit[] }
type Described = Omit<
  UnruledPlan,
  | 'architectures'
  | 'triedAgain'
  | 'kept'
  | 'leftNotSetUp'
  | 'later'
  | 'never'
  | 'both'
  | 'sources'
  | 'files'
  | 'withoutFile'
  | 'keptSources'
  | 'sourcesDiffering'
  | 'sourcesTold'
  | 'unreadableSources'
  | 'releases'
  | 'rooms'
>

/** Also of those that a package brings: they start as that laptop has them. */
function withoutRuledUnits(plan: UnruledPlan, rules: readonly PackageRule[]): PackagesPlan {
  const isApart = (one: ScopedUnit): boolean => isUnitApart(rules, one)
  const stays = (change: UnitChange): boolean => staysForBoth(rules, change)
  return {
    ...plan,
    units: plan.units.filter((one) => !isApart(one) && !stays(one)),
    arriving: plan.arriving.filter((one) => !isApart(one)).map(unitKey),
    keptUnits: [...new Set([...plan.units, ...plan.arriving].filter(isApart).map(unitKey))],
    unitsForBoth: plan.units.filter(stays).map(unitKey),
    masksBefore: plan.masksBefore.filter((one) => !isApart(one)),
  }
}

/** Compares by the rules; `rejected` are keys of what cannot be brought. */
function comparerWith({ apart, both, never, notSetUp }: RuledPackages, from: Capture, to: Capture) {
  const kept = new Set(apart.map(keyOf))
  const alone = new Set(never.map(keyOf))
  const wanted = new Set(both.map(keyOf))
  const left = new Set(notSetUp.map(keyOf))
  const isLeft = (one: PackageRef) => !kept.has(keyOf(one))
  const mayGo = (one: PackageRef) => isLeft(one) && !wanted.has(keyOf(one))
  return (rejected: ReadonlySet<string>): CaptureComparison => {
    const comparison = compareCaptures(from, to, {
      without: new Set([...rejected, ...kept]),
      both: wanted,
      never: alone,
    })
    const { older, onlyThere, alongThere } = comparison
    return {
      ...comparison,
      older: older.filter((one) => !left.has(keyOf(one))),
      onlyThere: onlyThere.filter(mayGo),
      alongThere: alongThere.filter(mayGo),
    }
  }
}

interface Known extends Captures {
  readonly ruled: RuledPackages
  /** A source or a file may bring something. */
  readonly isOffering: boolean
  /** Services of `to`. */
  readonly failed: readonly string[]
}

function describe(
  { from, to, ruled, isOffering, failed, failedThere }: Known,
  comparison: CaptureComparison,
  simulation: SimulationAnswer,
): Described {
  const auto = new Set(comparison.missing.filter((one) => one.auto).map(keyOf))
  const removals = askable(simulation, { from, to, ruled, failedThere })
  const isNoneInstalled = simulation.accepted.length === 0 && !isOffering
  const asked = new Set(removals.map((removal) => keyOf(removal.asked)))
  return {
    install: simulation.accepted.map((one) => ({ ...one, auto: auto.has(keyOf(one)) })),
    actions: simulation.actions,
    rejected: simulation.rejected,
    removals,
    staying: [...comparison.onlyThere, ...comparison.alongThere]
      .filter((one) => !asked.has(keyOf(one)))
      .map(({ name, arch }) => ({ name, arch })),
    newer: [...comparison.newer],
    held: [...comparison.held],
    marks: [...comparison.marks],
    marksThere: [...comparison.marksThere],
    units: [...compareUnits(from.units, to.units)],
    homeUnits: from.homeUnits.filter((unit) => !to.homeUnits.includes(unit)),
    masksBefore: isNoneInstalled ? [] : [...masksOfArriving(from.units, to.units)],
    arriving:
      simulation.accepted.length + simulation.rejected.length === 0 ? [] : [...unitsNotThere(from.units, to.units)],
    failedBefore: [...failed],
    ofHardware: [...comparison.hardware],
    bySnap: [...comparison.bySnap],
    ofOwn: ownStaying(comparison.own, simulation.actions),
    downloadBytes: simulation.downloadBytes,
    health: { from: from.health, to: to.health },
    ...(simulation.repairs === undefined ? {} : { repairs: simulation.repairs }),
    neededInRepairs: [...neededInRepairs(simulation.repairs ?? [], from, to)],
  }
}
