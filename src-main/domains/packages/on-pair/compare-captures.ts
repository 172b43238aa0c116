/** What two captures mean for the receiver. Pure; apt is asked later what is possible. */
import { compareVersions } from '../compare-versions.ts'
import type { HardwareKind } from '../../../contract/packages-calls.ts'
import {
  keyOf,
  type Capture,
  type InstalledPackage,
  type PackageMark,
  type PackageRef,
  type PackageVersion,
} from '../model.ts'
import { takenAway, withoutTakenAway } from '../marks.ts'
import { hardwareOf, isOfHardware, onlyInstallsSnap } from '../never-compared.ts'
import { compareOwn, type OwnDifference } from './own-packages.ts'

export interface VersionPair extends PackageVersion {
  /** The version on the receiver. */
  readonly there: string
}

export interface CaptureComparison {
  /** Only on the sender, installed manually or as a dependency. */
  readonly missing: readonly (PackageVersion & { readonly auto: boolean })[]
  readonly older: readonly VersionPair[]
  /** Broken off there while being unpacked, to be installed again in the version that is there. */
  readonly torn: readonly PackageVersion[]
  /** The receiver has a newer version, which stays. */
  readonly newer: readonly VersionPair[]
  /** Would be updated, were it not held there. */
  readonly held: readonly VersionPair[]
  readonly onlyThere: readonly PackageVersion[]
  /** Only on the receiver, as a dependency. */
  readonly alongThere: readonly PackageVersion[]
  readonly marks: readonly PackageMark[]
  /** Of packages that both have, what the receiver alone decided: it stays. */
  readonly marksThere: readonly PackageMark[]
  readonly same: number
  /** Packages that differ but belong to one laptop's hardware, and what of it each is for. */
  readonly hardware: readonly (PackageRef & { readonly purpose: HardwareKind })[]
  /** Of another version or on one alone, and nothing but what asks snapd for a snap. */
  readonly bySnap: readonly PackageRef[]
  /** Otherwise on the two, and needed by pc-switcher. */
  readonly own: readonly OwnDifference[]
}

/** Keys of packages. */
export interface Exceptions {
  /** Not brought. */
  readonly without?: ReadonlySet<string>
  /** The person wants them on both, whatever they are for. */
  readonly both?: ReadonlySet<string>
  /** Neither brought nor compared where both have them. */
  readonly never?: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()

export function compareCaptures(
  from: Capture,
  to: Capture,
  { without: rejected = none, both = none, never = none }: Exceptions = {},
): CaptureComparison {
  const own = new Set([...from.own, ...to.own])
  const without = new Set([...rejected, ...never])
  const isRuled = (one: InstalledPackage) => both.has(keyOf(one)) || never.has(keyOf(one))
  const isLeftAlone = (one: InstalledPackage) => isOfHardware(one) && !isRuled(one)
  const snaps = new Set([...from.packages, ...to.packages].filter(onlyInstallsSnap).map(keyOf))
  const isBySnap = (one: InstalledPackage) => snaps.has(keyOf(one)) && !isRuled(one)
  const isCompared = (one: InstalledPackage) =>
    !own.has(one.name) && !isLeftAlone(one) && !isBySnap(one) && !never.has(keyOf(one))
  const here = from.packages.filter(isCompared)
  const apart = new Set(to.packages.filter((one) => !isCompared(one)).map(keyOf))
  const goneHere = takenAway(from, to).filter((one) => !never.has(keyOf(one)) && !apart.has(keyOf(one)))
  const isUnheld = new Set(goneHere.flatMap((one) => (one.mark === 'unhold' ? [keyOf(one)] : [])))
  const isHeld = (one: InstalledPackage) => one.hold && !isUnheld.has(keyOf(one))
  const there = new Map(to.packages.map((one) => [keyOf(one), one]))
  const wanted = findWanted(from.packages, { without, both, isLeftAlone })
  const isBrought = (one: InstalledPackage) => wanted.has(one.name) && !without.has(keyOf(one))
  const onlyHere = here.filter((one) => !there.has(keyOf(one)) && isBrought(one))
  const twins = here.flatMap((one) => pairUp(one, there.get(keyOf(one))))
  const older = twins.filter(({ one, other }) => compareVersions(other.version, one.version) < 0)
  const newer = twins.filter(({ one, other }) => compareVersions(other.version, one.version) > 0)
  const updated = older.filter(({ other }) => !isHeld(other)).map(versionPair)
  const isUpdated = new Set(updated.map(keyOf))
  const keys = new Set(from.packages.map(keyOf))
  const isTorn = (one: InstalledPackage) => one.torn || (one.halfRemoved === true && keys.has(keyOf(one)))
  const onlyThere = to.packages.filter((one) => !keys.has(keyOf(one)) && isCompared(one))
  return {
    missing: onlyHere.map(versionOf),
    older: updated,
    torn: to.packages.filter((one) => isTorn(one) && !isUpdated.has(keyOf(one))).map(versionOf),
    newer: newer.map(versionPair),
    held: older.filter(({ other }) => isHeld(other)).map(versionPair),
    onlyThere: onlyThere.filter(({ auto }) => !auto).map(versionOf),
    alongThere: onlyThere.filter(({ auto }) => auto).map(versionOf),
    marks: [
      ...[...twins.flatMap(marksOfOne), ...onlyHere.flatMap(marksOfMissing)],
      ...[...keptOut(from, to, without), ...goneHere],
    ],
    marksThere: withoutTakenAway(
      [...twins.flatMap(({ one, other }) => marksOfOne({ one: other, other: one })), ...keptOut(to, from, without)],
      goneHere,
    ),
    same: twins.length - older.length - newer.length,
    hardware: otherVersions(from, to, isLeftAlone).flatMap(withPurpose),
    bySnap: otherVersions(from, to, isBySnap).map(({ name, arch }) => ({ name, arch })),
    own: compareOwn(from, to, own),
  }
}

interface Twin {
  readonly one: InstalledPackage
  readonly other: InstalledPackage
}

function pairUp(one: InstalledPackage, other: InstalledPackage | undefined): readonly Twin[] {
  return other === undefined ? [] : [{ one, other }]
}

function versionOf({ name, arch, version, auto }: InstalledPackage): PackageVersion & { readonly auto: boolean } {
  return { name, arch, version, auto }
}

function versionPair({ one, other }: Twin): VersionPair {
  return { name: one.name, arch: one.arch, version: one.version, there: other.version }
}

interface Wanting {
  readonly without: ReadonlySet<string>
  readonly both: ReadonlySet<string>
  readonly isLeftAlone: (one: InstalledPackage) => boolean
}

/**
 * Names reached from what the person installed, or wants on both, by "needs" and "recommends"; what is left is what apt would
 * call no longer required. `without` are left out with what only they want.
 */
function findWanted(
  packages: readonly InstalledPackage[],
  { without, both, isLeftAlone }: Wanting,
): ReadonlySet<string> {
  const isRoot = (one: InstalledPackage) => (!one.auto || both.has(keyOf(one))) && !without.has(keyOf(one))
  const byName = new Map<string, InstalledPackage[]>()
  for (const one of packages) byName.set(one.name, [...(byName.get(one.name) ?? []), one])
  const wanted = new Set<string>()
  const open = packages.filter(isRoot).map(({ name }) => name)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (wanted.has(name)) continue
    const twins = (byName.get(name) ?? []).filter((one) => !without.has(keyOf(one)))
    if (twins.length === 0) continue
    wanted.add(name)
    for (const one of twins) if (!isLeftAlone(one)) open.push(...one.needs, ...one.recommends)
  }
  return wanted
}

/** "manual" and "hold" are decisions and are followed; those of the target stay, but for what both had once. */
function marksOfOne({ one, other }: Twin): readonly PackageMark[] {
  return [
    ...(!one.auto && other.auto ? [{ name: one.name, arch: one.arch, mark: 'manual' as const }] : []),
    ...(one.hold && !other.hold ? [{ name: one.name, arch: one.arch, mark: 'hold' as const }] : []),
  ]
}

function marksOfMissing({ name, arch, auto, hold }: InstalledPackage): readonly PackageMark[] {
  return [
    ...(auto ? [{ name, arch, mark: 'auto' as const }] : []),
    ...(hold ? [{ name, arch, mark: 'hold' as const }] : []),
  ]
}

/** On hold on one, and installed on neither. */
function keptOut(from: Capture, to: Capture, without: ReadonlySet<string>): readonly PackageMark[] {
  const known = new Set([...to.heldAbsent, ...to.packages].map(keyOf))
  return from.heldAbsent
    .filter((one) => !known.has(keyOf(one)) && !without.has(keyOf(one)) && to.architectures.includes(one.arch))
    .map((one) => ({ ...one, mark: 'keep-out' }))
}

function withPurpose(one: InstalledPackage): CaptureComparison['hardware'] {
  const purpose = hardwareOf(one)
  return purpose === undefined ? [] : [{ name: one.name, arch: one.arch, purpose }]
}

/** Of these packages, each once, what only one laptop has in this version. */
function otherVersions(
  from: Capture,
  to: Capture,
  isMeant: (one: InstalledPackage) => boolean,
): readonly InstalledPackage[] {
  const [here, there] = [from, to].map(({ packages }) => packages.filter(isMeant))
  const only = (these: readonly InstalledPackage[] = [], those: readonly InstalledPackage[] = []) => {
    const versions = new Set(those.map((one) => `${keyOf(one)}=${one.version}`))
    return these.filter((one) => !versions.has(`${keyOf(one)}=${one.version}`))
  }
  return [...new Map([...only(here, there), ...only(there, here)].map((one) => [keyOf(one), one])).values()]
}
