/** What the person's rules mean for the packages, units and sources of two laptops. Pure. */
import {
  isExactRule,
  ruleFor,
  staysApart,
  type PackageDecision,
  type PackageRule,
} from '../../../../contract/package-rule.ts'
import type { ScopedUnit } from '../../../../kernel/format-unit.ts'
import { keyOf, type Capture, type InstalledPackage, type PackageRef, type UnitChange } from '../../model.ts'
import { isOfHardware, onlyInstallsSnap } from '../../never-compared.ts'
import type { PackageSource } from '../../sources-model.ts'
import type { SourceComparison } from '../sources/source-parts.ts'

export interface RuledPackages {
  /** On one laptop alone, which keeps it, or otherwise on both and to stay so. */
  readonly apart: readonly PackageRef[]
  /** On either, to be left as they are: neither installed, updated, marked nor removed. */
  readonly never: readonly PackageRef[]
  /** On one laptop alone, or left anyway: to be on both. `stays`: only the target has it. */
  readonly both: readonly (PackageRef & { readonly stays: boolean })[]
  /** On both, and left on the target as it is there: unpacked, and not set up. */
  readonly notSetUp: readonly PackageRef[]
}

/** What pc-switcher needs has no rules. */
export function ruledPackages(rules: readonly PackageRule[], from: Capture, to: Capture): RuledPackages {
  const own = new Set([...from.own, ...to.own])
  const [here, there] = [from, to].map(({ packages }) => new Set(packages.map(keyOf)))
  const isHere = (one: PackageRef) => here?.has(keyOf(one)) === true
  const isThere = (one: PackageRef) => there?.has(keyOf(one)) === true
  const all = [...from.packages, ...to.packages.filter((one) => !isHere(one))]
  const ruled = all
    .filter(({ name }) => !own.has(name))
    .map((one) => ({ one, isAlone: isHere(one) !== isThere(one), decision: decisionAbout(rules, one) }))
  const isOpen = notWholeOn(to)
  const refOf = ({ name, arch }: PackageRef): PackageRef => ({ name, arch })
  const never = ruled.filter(({ decision }) => decision === 'never').map(({ one }) => refOf(one))
  const apart = ruled.filter(({ one, isAlone, decision }) => isAlone && decision === 'apart' && !isLeftAnyway(one))
  return {
    apart: [...apart.map(({ one }) => refOf(one)), ...otherwiseOn(never, from, to)],
    never,
    both: ruled
      .filter(({ one, isAlone, decision }) => decision === 'both' && (isAlone || isLeftAnyway(one)))
      .map(({ one }) => ({ ...refOf(one), stays: !isHere(one) })),
    notSetUp: ruled
      .filter(({ one, isAlone, decision }) => !isAlone && decision === 'apart' && isOpen(one))
      .map(({ one }) => refOf(one)),
  }
}

/** What is torn has to be installed again, whatever a rule says. */
function notWholeOn({ health, packages }: Capture): (one: PackageRef) => boolean {
  const names = new Set(health.kind === 'half-done' ? health.packages : [])
  const torn = new Set(packages.filter((one) => one.torn).map(keyOf))
  return (one) => names.has(one.name) && !torn.has(keyOf(one))
}

/** Of these, what only one laptop has, or has in another version, or marked otherwise. */
export function otherwiseOn(refs: readonly PackageRef[], from: Capture, to: Capture): readonly PackageRef[] {
  const [here, there] = [from, to].map(({ packages }) => new Map(packages.map((one) => [keyOf(one), stateOf(one)])))
  return refs.filter((one) => here?.get(keyOf(one)) !== there?.get(keyOf(one)))
}

function stateOf({ version, auto, hold }: InstalledPackage): string {
  return [version, auto, hold].join()
}

/** Fits the hardware, or only installs a snap. */
function isLeftAnyway(one: InstalledPackage): boolean {
  return isOfHardware(one) || onlyInstallsSnap(one)
}

/** What is left anyway goes to the other laptop only when it is named: a pattern may mean it by accident. */
function decisionAbout(rules: readonly PackageRule[], one: InstalledPackage): PackageDecision | undefined {
  if (rules.length === 0) return undefined
  const rule = ruleFor(rules, { kind: 'apt', name: one.name, architecture: one.arch })
  if (rule?.decision === 'both' && isLeftAnyway(one) && !isExactRule(rule)) return undefined
  return rule?.decision
}

export function isUnitApart(rules: readonly PackageRule[], unit: ScopedUnit): boolean {
  return staysApart(unitDecision(rules, unit))
}

function unitDecision(rules: readonly PackageRule[], { unit, scope }: ScopedUnit): PackageDecision | undefined {
  return ruleFor(rules, { kind: scope === 'users' ? 'user-unit' : 'unit', name: unit })?.decision
}

/** What is to start on both is stopped on neither. What was blocked by hand stays a question. */
export function staysForBoth(rules: readonly PackageRule[], one: UnitChange): boolean {
  return (one.change === 'disable' || one.change === 'mask') && unitDecision(rules, one) === 'both'
}

/** What may be brought and what is told of the others, without those of which each laptop keeps its own. */
export function ruledSources(rules: readonly PackageRule[], compared: SourceComparison) {
  const { offered, told, differing, onlyThere } = compared
  const isApart = (source: PackageSource) => isSourceApart(rules, source)
  const apart = [
    ...offered,
    ...told.map(({ source }) => source),
    ...differing.map(({ there }) => there),
    ...onlyThere,
  ].filter(isApart)
  return {
    offered: offered.filter((source) => !isApart(source)),
    told: told.filter(({ source }) => !isApart(source)),
    differing: differing.filter(({ source }) => !isApart(source)),
    kept: apart.map(({ id }) => id),
  }
}

export function isSourceApart(rules: readonly PackageRule[], { id }: Pick<PackageSource, 'id'>): boolean {
  return staysApart(ruleFor(rules, { kind: 'source', name: id })?.decision)
}
