/** All packages and services of both laptops, as they are now; outside a switch. */
import type { FullCheck, LastSwitch } from '../../../commons/capability/app-capability.ts'
import type { DifferingItem, DiffersIn, VerifiedArea } from '../../../contract/verify-calls.ts'
import type { PackageRule } from '../../../contract/package-rule.ts'
import type { ScopedUnit } from '../../../kernel/format-unit.ts'
import type { Machine } from '../../../machine/machine.ts'
import { keyOf, type Capture, type InstalledPackage, type PackageRef } from '../model.ts'
import { isOfHardware, onlyInstallsSnap } from '../never-compared.ts'
import type { PackageSources } from '../sources-model.ts'
import { listSources } from '../source-verbs.ts'
import { compareCaptures, type CaptureComparison } from './compare-captures.ts'
import { compareSources } from './sources/compare-sources.ts'
import * as localTexts from '../local-units/on-pair/texts.ts'
import {
  compareUnits,
  localUnits,
  startingAlone,
  unitsAlike,
  uncarriedOnBoth,
  uncarriedUnits,
  unitKey,
} from './compare-units.ts'
import { isSourceApart, isUnitApart, ruledPackages } from './rules/ruled.ts'
import { checkedArea, onlyOn } from './proof/checked-area.ts'
import * as proofTexts from './proof/texts.ts'
import * as texts from './texts.ts'
import { readCapture } from './read-capture.ts'

interface Side {
  readonly machine: Pick<Machine, 'label'>
  readonly capture: Capture
  readonly sources: PackageSources
}

export function checkAllPackages(readRules: () => Promise<readonly PackageRule[]>): FullCheck {
  return async ({ from, to }, last, { signal, onProgress }) => {
    // It takes no time beside the others.
    onProgress?.({ done: 0, total: 0, unit: 'bytes' })
    const lookAt = async (machine: Machine): Promise<Side> => ({
      machine,
      capture: await readCapture(machine, { signal }),
      sources: await machine.call(listSources, {}, { signal }),
    })
    const [here, there, rules] = await Promise.all([lookAt(from), lookAt(to), readRules()])
    return areaOf(here, there, rules, last)
  }
}

function areaOf(here: Side, there: Side, rules: readonly PackageRule[], last: LastSwitch | undefined): VerifiedArea {
  const { apart, both, never } = ruledPackages(rules, here.capture, there.capture)
  const [kept, forBoth] = [new Set(apart.map(keyOf)), new Set(both.map(keyOf))]
  const exceptions = { without: kept, both: forBoth, never: new Set(never.map(keyOf)) }
  const compare = (one: Side, other: Side) => compareCaptures(one.capture, other.capture, exceptions)
  const comparison = compare(here, there)
  const missing = [missingOn(here, there, comparison, kept), missingOn(there, here, compare(there, here), kept)]
  const units = unitsOf(here, there, rules)
  const differing = [
    ...missing.flatMap(({ wanted }) => wanted),
    ...[...comparison.older, ...comparison.held, ...comparison.newer].map(({ name }) => itemOf(name, 'version')),
    ...units.differing,
  ]
  const ruled = [...missing.flatMap((one) => one.ruled), ...otherVersions(never, here, there), ...units.ruled]
  const sources = sourcesOf(here, there, rules)
  return checkedArea(
    {
      title: texts.stepTitle,
      compared: comparison.same + differing.length + ruled.length + units.same + sources.same,
      differing,
      ruled: [...ruled, ...sources.ruled],
      undecided: sources.differing,
      notCompared: [...missing.flatMap(({ along }) => along), ...[here, there].flatMap(halfDoneOn)],
      leftOut: [...leftOutOf(here, there, comparison.own, forBoth), ...leftOutOf(there, here, comparison.own, forBoth)],
      notes: [...notesOf(comparison)],
    },
    last,
  )
}

function halfDoneOn({ capture: { health } }: Side): readonly DifferingItem[] {
  return health.kind === 'half-done' ? health.packages.map((name) => itemOf(name, 'unreadable')) : []
}

interface Sorted {
  readonly same: number
  readonly differing: readonly DifferingItem[]
  /** Otherwise on the two, and left so by a rule. */
  readonly ruled: readonly DifferingItem[]
}

function unitsOf({ capture: here }: Side, { capture: there }: Side, rules: readonly PackageRule[]): Sorted {
  const all = [[here.units, there.units] as const, [localUnits(here.units), localUnits(there.units)] as const]
  const units = all.flatMap(([one, other]) => compareUnits(one, other))
  const isApart = (unit: ScopedUnit) => isUnitApart(rules, unit)
  const itemsOf = (these: typeof units) => these.map((unit) => itemOf(unitKey(unit), 'starts'))
  return {
    same: all.flatMap(([one, other]) => unitsAlike(one, other)).length,
    differing: itemsOf(units.filter((unit) => !isApart(unit))),
    ruled: itemsOf(units.filter(isApart)),
  }
}

/** A source is brought when the person says so, each time: what differs otherwise, nobody has decided. */
function sourcesOf(here: Side, there: Side, rules: readonly PackageRule[]): Sorted {
  const { same, differing, offered, told, onlyThere } = compareSources(here.sources, there.sources, () => false)
  const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id)
  const all = [
    ...differing.map(({ there: { id } }) => itemOf(id, 'contents')),
    ...onlyOn(here.machine.label, ids([...offered, ...told.map(({ source }) => source)])),
    ...onlyOn(there.machine.label, ids(onlyThere)),
  ]
  const isApart = ({ path: id }: DifferingItem) => isSourceApart(rules, { id })
  return { same: same.length, differing: all.filter((one) => !isApart(one)), ruled: all.filter(isApart) }
}

interface Missing {
  readonly wanted: readonly DifferingItem[]
  /** A rule keeps them there. */
  readonly ruled: readonly DifferingItem[]
  readonly along: readonly DifferingItem[]
}

/** What the person has on one laptop, and what only came along with it. */
function missingOn(
  { machine, capture }: Side,
  other: Side,
  { missing }: CaptureComparison,
  kept: ReadonlySet<string>,
): Missing {
  const known = new Set(other.capture.packages.map(keyOf))
  const isWanted = new Set(missing.map(keyOf))
  const isKept = (one: InstalledPackage) => kept.has(keyOf(one))
  const own = new Set([...capture.own, ...other.capture.own])
  const isLeftAlone = (one: InstalledPackage) =>
    own.has(one.name) || ((isOfHardware(one) || onlyInstallsSnap(one)) && !isWanted.has(keyOf(one)))
  const only = capture.packages.filter((one) => !known.has(keyOf(one)) && !isLeftAlone(one))
  const itemsOf = (packages: readonly InstalledPackage[]) =>
    onlyOn(
      machine.label,
      packages.map(({ name }) => name),
    )
  return {
    wanted: itemsOf(only.filter((one) => isWanted.has(keyOf(one)))),
    ruled: itemsOf(only.filter(isKept)),
    along: itemsOf(only.filter((one) => !isWanted.has(keyOf(one)) && !isKept(one))),
  }
}

/** On both, in two versions, of what a rule leaves as it is. */
function otherVersions(never: readonly PackageRef[], here: Side, there: Side): readonly DifferingItem[] {
  const isLeft = new Set(never.map(keyOf))
  const versions = new Map(there.capture.packages.map((one) => [keyOf(one), one.version]))
  return here.capture.packages
    .filter((one) => isLeft.has(keyOf(one)) && (versions.get(keyOf(one)) ?? one.version) !== one.version)
    .map(({ name }) => itemOf(name, 'version'))
}

const examplesShown = 20

/**
 * What is one laptop's own: packages that pc-switcher needs, of its hardware or that only install a snap, and services that are
 * not carried.
 */
function leftOutOf(
  { machine, capture }: Side,
  { capture: other }: Side,
  own: CaptureComparison['own'],
  forBoth: ReadonlySet<string>,
): VerifiedArea['leftOut'] {
  const versions = new Set(other.packages.map(versionKey))
  const known = new Set(capture.packages.map(keyOf))
  const only = capture.packages.filter((one) => !forBoth.has(keyOf(one)) && !versions.has(versionKey(one)))
  const namesOf = (isMeant: (one: InstalledPackage) => boolean) => only.filter(isMeant).map(({ name }) => name)
  const kinds = [
    {
      title: proofTexts.own.packages,
      names: [...new Set(own.filter((one) => known.has(keyOf(one))).map(({ name }) => name))],
    },
    { title: proofTexts.left.hardware, names: namesOf(isOfHardware) },
    { title: proofTexts.left.bySnap, names: namesOf((one) => !isOfHardware(one) && onlyInstallsSnap(one)) },
    {
      title: proofTexts.architectures.title,
      names: capture.architectures.filter((one) => !other.architectures.includes(one)),
    },
    { title: proofTexts.left.services, names: uncarriedUnits(capture.units, other.units).map(unitKey) },
    {
      title: localTexts.stepTitle,
      names: [
        ...startingAlone(localUnits(capture.units), localUnits(other.units)),
        ...uncarriedOnBoth(localUnits(capture.units), localUnits(other.units)),
      ].map(unitKey),
    },
  ]
  return kinds
    .filter(({ names }) => names.length > 0)
    .map(({ title, names }) => ({
      ...{ laptop: machine.label, title, count: names.length, byPerson: false },
      examples: names.slice(0, examplesShown),
    }))
}

/** Marks of a package do not change what it is: they are told, and no difference. */
function notesOf({ marks, marksThere, missing }: CaptureComparison): readonly string[] {
  const absent = new Set(missing.map(keyOf))
  const names = [...marks, ...marksThere].filter((mark) => !absent.has(keyOf(mark))).map(({ name }) => name)
  return names.length === 0 ? [] : [proofTexts.otherMarks([...new Set(names)])]
}

function versionKey(one: InstalledPackage): string {
  return `${keyOf(one)}=${one.version}`
}

function itemOf(path: string, differsIn: DiffersIn): DifferingItem {
  return { path, differsIn: [differsIn] }
}
