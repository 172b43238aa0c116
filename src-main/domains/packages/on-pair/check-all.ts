/** All packages and services of both laptops, as they are now; outside a switch. */
import type { FullCheck, LastSwitch } from '../../../commons/capability/app-capability.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { DifferingItem, DiffersIn, VerifiedArea } from '../../../contract/verify-calls.ts'
import type { Machine } from '../../../machine/machine.ts'
import { keyOf, type Capture, type InstalledPackage } from '../model.ts'
import { isHardwarePackage } from '../never-compared.ts'
import type { PackageSources } from '../sources-model.ts'
import { capturePackages, listSources } from '../verbs.ts'
import { compareCaptures, type Comparison } from './compare-captures.ts'
import { compareSources } from './sources/compare-sources.ts'
import { carriedUnits, compareUnits, uncarriedUnits, unitKey } from './compare-units.ts'
import * as texts from './texts.ts'

interface Side {
  readonly machine: Pick<Machine, 'label'>
  readonly capture: Capture
  readonly sources: PackageSources
}

export const checkAllPackages: FullCheck = async ({ from, to }, last, { signal, onProgress }) => {
  // It takes no time beside the others.
  onProgress?.({ done: 0, total: 0, unit: 'bytes' })
  const [here, there] = await Promise.all(
    ([from, to] as const).map(async (machine) => ({
      machine,
      capture: await machine.call(capturePackages, {}, { signal }),
      sources: await machine.call(listSources, {}, { signal }),
    })),
  )
  if (here === undefined || there === undefined) throw new Error('a pair is two laptops')
  return areaOf(here, there, last)
}

function areaOf(here: Side, there: Side, last: LastSwitch | undefined): VerifiedArea {
  const sides = [here.capture, there.capture] as const
  const comparison = compareCaptures(...sides)
  const missing = [onlyOn(here, there, comparison), onlyOn(there, here, compareCaptures(there.capture, here.capture))]
  const differing = [
    ...missing.flatMap(({ wanted }) => wanted),
    ...[...comparison.older, ...comparison.held, ...comparison.newer].map(({ name }) => itemOf(name, 'version')),
    ...compareUnits(here.capture.units, there.capture.units).map((unit) => itemOf(unitKey(unit), 'starts')),
  ]
  const chosen = last?.chosen(stepIds.packages) ?? new Set<string>()
  const open = last?.open(stepIds.packages) ?? new Set<string>()
  const halfDone = [here, there].flatMap(({ capture: { health } }) =>
    health.kind === 'half-done' ? health.packages.map((name) => itemOf(name, 'unreadable')) : [],
  )
  const sources = sourcesOf(here, there)
  const list = (items: readonly DifferingItem[]) => ({ count: items.length, items: [...items] })
  return {
    title: texts.stepTitle,
    compared: comparison.same + differing.length + sameUnits(here, there) + sources.same,
    bytesRead: 0,
    differs: list(differing.filter(({ path }) => !chosen.has(path) && !open.has(path))),
    asChosen: list([...differing, ...sources.differing].filter(({ path }) => chosen.has(path))),
    notCompared: list([
      ...differing.filter(({ path }) => open.has(path) && !chosen.has(path)),
      ...missing.flatMap(({ along }) => along),
      ...sources.differing.filter(({ path }) => !chosen.has(path)),
      ...halfDone,
    ]),
    leftOut: [...leftOutOf(here, there), ...leftOutOf(there, here)],
    notes: [...notesOf(comparison)],
  }
}

/** A source is brought when the person says so, each time: what differs otherwise, nobody has decided. */
function sourcesOf(here: Side, there: Side): { readonly same: number; readonly differing: readonly DifferingItem[] } {
  const { same, differing, offered, told, onlyThere } = compareSources(here.sources, there.sources, () => false)
  const onlyOn = ({ machine: { label } }: Side, ids: readonly string[]) =>
    ids.map((id) => ({ ...itemOf(id, 'missing'), onlyOn: label }))
  return {
    same: same.length,
    differing: [
      ...differing.map(({ id }) => itemOf(id, 'contents')),
      ...onlyOn(
        here,
        [...offered, ...told.map(({ source }) => source)].map(({ id }) => id),
      ),
      ...onlyOn(
        there,
        onlyThere.map(({ id }) => id),
      ),
    ],
  }
}

/** Those of which services start the same way on both. */
function sameUnits({ capture: one }: Side, { capture: other }: Side): number {
  return carriedUnits(one.units, other.units).length - compareUnits(one.units, other.units).length
}

/** What the person has on one laptop, and what only came along with it. */
function onlyOn(
  { machine, capture }: Side,
  other: Side,
  { missing }: Comparison,
): { readonly wanted: readonly DifferingItem[]; readonly along: readonly DifferingItem[] } {
  const known = new Set(other.capture.packages.map(keyOf))
  const isWanted = new Set(missing.map(keyOf))
  const own = new Set([...capture.own, ...other.capture.own])
  const only = capture.packages.filter((one) => !known.has(keyOf(one)) && !own.has(one.name) && !isOfHardware(one))
  const itemsOf = (packages: readonly InstalledPackage[]) =>
    packages.map(({ name }) => ({ ...itemOf(name, 'missing'), onlyOn: machine.label }))
  return {
    wanted: itemsOf(only.filter((one) => isWanted.has(keyOf(one)))),
    along: itemsOf(only.filter((one) => !isWanted.has(keyOf(one)))),
  }
}

const examplesShown = 20

/** What is one laptop's own: its hardware's packages, and services that are not carried. */
function leftOutOf({ machine, capture }: Side, { capture: other }: Side): VerifiedArea['leftOut'] {
  const versions = new Set(other.packages.map(versionKey))
  const hardware = capture.packages.filter((one) => isOfHardware(one) && !versions.has(versionKey(one)))
  const kinds = [
    { title: texts.left.hardware, names: hardware.map(({ name }) => name) },
    { title: texts.left.services, names: uncarriedUnits(capture.units, other.units).map(unitKey) },
  ]
  return kinds
    .filter(({ names }) => names.length > 0)
    .map(({ title, names }) => ({
      ...{ laptop: machine.label, title, count: names.length, byPerson: false },
      examples: names.slice(0, examplesShown),
    }))
}

/** Marks of a package do not change what it is: they are told, and no difference. */
function notesOf({ marks, missing }: Comparison): readonly string[] {
  const absent = new Set(missing.map(keyOf))
  const names = marks.filter((mark) => !absent.has(keyOf(mark))).map(({ name }) => name)
  return names.length === 0 ? [] : [texts.otherMarks([...new Set(names)])]
}

function isOfHardware({ name, needs }: InstalledPackage): boolean {
  return isHardwarePackage(name, needs)
}

function versionKey(one: InstalledPackage): string {
  return `${keyOf(one)}=${one.version}`
}

function itemOf(path: string, differsIn: DiffersIn): DifferingItem {
  return { path, differsIn: [differsIn] }
}
