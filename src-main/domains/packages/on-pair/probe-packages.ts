import type { Kept } from '../../../contract/rule.ts'
import type { CallOptions } from '../../../machine/machine.ts'
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
import { capturePackages, simulatePackages } from '../verbs.ts'
import { compareCaptures, type Comparison } from './compare-captures.ts'
import { compareUnits, masksOfArriving, unitKey, unitsNotThere } from './compare-units.ts'
import type { PackagesPlan } from './packages-plan.ts'
import { packagesMessages } from '../messages.ts'

/** Captures both laptops, then simulates apt on the receiver where there is something to ask it. Reads only. */
export async function probePackages(
  pair: Pair,
  readKept: () => Promise<readonly Kept[]>,
  options: CallOptions,
): Promise<PackagesPlan> {
  const [from, to, rules] = await Promise.all([
    pair.from.call(capturePackages, {}, options),
    pair.to.call(capturePackages, {}, options),
    readKept(),
  ])
  const kept = keptAmong(packagesIn(rules), from, to)
  const own = new Set(kept.map(keyOf))
  const first = withoutKept(compareCaptures(from, to, own), own)
  const simulation = await simulate(pair, first, to, options)
  const rejected = new Set(simulation.rejected.map(keyOf))
  // What only a package that cannot be there wants is not brought either.
  const comparison =
    rejected.size === 0 ? first : withoutKept(compareCaptures(from, to, new Set([...rejected, ...own])), own)
  const isFewer = comparison.missing.length < without(first, rejected).missing.length
  const again = isFewer ? await simulate(pair, without(comparison, rejected), to, options) : undefined
  const answer = { ...(again ?? simulation), rejected: simulation.rejected }
  return withoutKeptUnits({ ...describe({ from, to, kept }, comparison, answer), kept }, rules)
}

function packagesIn(rules: readonly Kept[]): readonly PackageRef[] {
  return rules.flatMap((rule) => (rule.kind === 'package' ? [{ name: rule.name, arch: rule.architecture }] : []))
}

/** Also of those that a package brings: they start as that laptop has them. */
function withoutKeptUnits(plan: Omit<PackagesPlan, 'keptUnits'>, rules: readonly Kept[]): PackagesPlan {
  const kept = new Set(rules.flatMap((rule) => (rule.kind === 'service' ? [unitKey(rule)] : [])))
  const isLeft = (change: UnitChange): boolean => !kept.has(unitKey(change))
  return {
    ...plan,
    units: plan.units.filter(isLeft),
    keptUnits: plan.units.filter((one) => !isLeft(one)).map(unitKey),
    masksBefore: plan.masksBefore.filter(isLeft),
    arriving: plan.arriving.filter((key) => !kept.has(key)),
  }
}

/** Those that one laptop alone has: of what both have the versions are brought together as always. */
function keptAmong(rules: readonly PackageRef[], from: Capture, to: Capture): PackageRef[] {
  const [here, there] = [from, to].map(({ packages }) => new Set(packages.map(keyOf)))
  return rules.filter((one) => here?.has(keyOf(one)) !== there?.has(keyOf(one)))
}

function withoutKept(comparison: Comparison, kept: ReadonlySet<string>): Comparison {
  const isLeft = (one: PackageRef) => !kept.has(keyOf(one))
  return { ...comparison, foreign: comparison.foreign.filter(isLeft), onlyThere: comparison.onlyThere.filter(isLeft) }
}

async function simulate(
  pair: Pair,
  comparison: Comparison,
  to: Capture,
  options: CallOptions,
): Promise<SimulationAnswer> {
  const install = [...comparison.missing, ...comparison.older, ...comparison.torn].map(({ name, arch, version }) => ({
    name,
    arch,
    version,
  }))
  const consider = comparison.onlyThere.filter((one) => mayBeRemoved(one, to)).map(({ name, arch }) => ({ name, arch }))
  if (install.length + consider.length === 0) return nothingAsked
  return pair.to.call(simulatePackages, { install, remove: [], consider }, options)
}

const nothingAsked: SimulationAnswer = { accepted: [], actions: [], rejected: [], removals: [], downloadBytes: 0 }

function without(comparison: Comparison, keys: ReadonlySet<string>): Comparison {
  const isLeft = (one: PackageVersion) => !keys.has(keyOf(one))
  const { missing, older, torn } = comparison
  return { ...comparison, missing: missing.filter(isLeft), older: older.filter(isLeft), torn: torn.filter(isLeft) }
}

function mayBeRemoved(one: PackageVersion, to: Capture): boolean {
  const known = to.packages.find((other) => keyOf(other) === keyOf(one))
  return known !== undefined && !known.essential
}

interface Known {
  readonly from: Capture
  readonly to: Capture
  /** Of which each laptop keeps its own. */
  readonly kept: readonly PackageRef[]
}

function describe(
  { from, to, kept }: Known,
  comparison: Comparison,
  simulation: SimulationAnswer,
): Omit<PackagesPlan, 'kept' | 'keptUnits'> {
  const auto = new Set(comparison.missing.filter((one) => one.auto).map(keyOf))
  const removals = askable(simulation, { from, to, kept })
  const asked = new Set(removals.map((removal) => keyOf(removal.asked)))
  return {
    install: simulation.accepted.map((one) => ({ ...one, auto: auto.has(keyOf(one)) })),
    actions: simulation.actions,
    rejected: [...simulation.rejected, ...comparison.foreign.map(rejectForeign)],
    removals,
    staying: [...comparison.onlyThere, ...comparison.alongThere]
      .filter((one) => !asked.has(keyOf(one)))
      .map(({ name, arch }) => ({ name, arch })),
    newer: [...comparison.newer],
    held: [...comparison.held],
    marks: [...comparison.marks],
    units: [...compareUnits(from.units, to.units)],
    masksBefore: simulation.accepted.length === 0 ? [] : [...masksOfArriving(from.units, to.units)],
    arriving:
      simulation.accepted.length + simulation.rejected.length === 0
        ? []
        : unitsNotThere(from.units, to.units).map(unitKey),
    failedBefore: to.units.failed,
    hardware: comparison.hardware,
    downloadBytes: simulation.downloadBytes,
    health: { from: from.health, to: to.health },
  }
}

/** Only removals that apt can do and that take along nothing which the laptop that is left has too, or which is ours or to stay. */
function askable(simulation: SimulationAnswer, { from, to, kept }: Known): PackagesPlan['removals'] {
  const own = new Set([...from.own, ...to.own])
  const staying = new Set([...from.packages, ...kept].map(keyOf))
  const present = new Map(to.packages.map((one) => [keyOf(one), one]))
  return simulation.removals.flatMap(({ asked, actions }) => {
    const known = present.get(keyOf(asked))
    const removed = actions.filter(({ act }) => act === 'remove')
    const isSafe = removed.every((action) => !own.has(action.name) && !staying.has(keyOf(action)))
    if (known === undefined || removed.length === 0 || !isSafe) return []
    const bytes = Object.fromEntries(removed.map((one) => [keyOf(one), present.get(keyOf(one))?.installedBytes ?? 0]))
    const facts = { summary: known.summary, auto: known.auto, bytes }
    return [{ asked: { ...asked, version: known.version }, actions, facts }]
  })
}

function rejectForeign(one: PackageVersion): Rejection {
  const { name, arch, version } = one
  return {
    name,
    arch,
    version,
    reason: packagesMessages.architecture({ architecture: arch }),
    needsRemoval: [],
    actions: [],
  }
}
