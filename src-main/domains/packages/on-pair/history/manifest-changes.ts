/** What changed on one laptop between two lists of its packages and units. Pure. */
import {
  packageChangeKinds,
  packageSettings,
  type PackageChange,
  type PackageChangeKind,
  type PackageSetting,
  type PackagesEntry,
  type UnitState,
} from '../../../../contract/packages-history-calls.ts'
import { groupBy } from '../../../../kernel/group-by.ts'
import { compareVersions } from '../../compare-versions.ts'
import { isApp } from '../../flatpak/on-pair/compare-flatpaks.ts'
import { packageName as flatpakName, shownVersion as flatpakVersion } from '../../flatpak/on-pair/names.ts'
import { shownVersion as snapVersion } from '../../snap/on-pair/names.ts'
import type { ListedPackage, Manifest, UnitLists } from './manifest-text.ts'

/** By kind, then by name. */
export function manifestChanges(before: Manifest, after: Manifest): readonly PackageChange[] {
  const nameOf = namesOn(after)
  const keys = new Set([...Object.keys(before.apt), ...Object.keys(after.apt)])
  const changes = [
    ...[...keys].flatMap((key) => packageChanges(nameOf(key), before.apt[key], after.apt[key])),
    ...appChanges(before.flatpak, after.flatpak, flatpaks),
    ...appChanges(before.flatpakInHome, after.flatpakInHome, { ...flatpaks, scope: 'person' }),
    ...appChanges(before.snap, after.snap, snaps),
    ...unitChanges(before.units, after.units),
    ...usersUnitChanges(before, after),
    ...packageSettings.flatMap((setting) => settingChanges(setting, before, after)),
  ]
  const kinds = groupBy(changes, ({ kind }) => kind)
  return packageChangeKinds.flatMap((kind) => (kinds.get(kind) ?? []).toSorted(byName))
}

export function countChanges(changes: readonly PackageChange[]): PackagesEntry['counts'] {
  const none: Record<PackageChangeKind, number> = {
    ...{ installed: 0, removed: 0, updated: 0, downgraded: 0, marked: 0, unit: 0, setting: 0 },
  }
  for (const { kind } of changes) none[kind] += 1
  return none
}

function byName(one: PackageChange, other: PackageChange): number {
  if (one.name === other.name) return 0
  return one.name < other.name ? -1 : 1
}

/** As dpkg writes them: an architecture is said where it is not the one that most packages have. */
function namesOn({ apt }: Manifest): (key: string) => string {
  const architectures = groupBy(Object.keys(apt), (key) => key.slice(key.lastIndexOf(':')))
  const [own] = [...architectures].toSorted(([, one], [, other]) => other.length - one.length)[0] ?? ['']
  return (key) => (own !== '' && key.endsWith(own) ? key.slice(0, -own.length) : key)
}

function packageChanges(
  name: string,
  before: ListedPackage | undefined,
  after: ListedPackage | undefined,
): readonly PackageChange[] {
  if (after === undefined) return before === undefined ? [] : [{ kind: 'removed', name, version: before.version }]
  const { version, manual, hold } = after
  const held: readonly PackageChange[] = [{ kind: 'marked', name, mark: hold ? 'held' : 'released' }]
  if (before === undefined) return [{ kind: 'installed', name, version, auto: !manual }, ...(hold ? held : [])]
  return [
    ...versionChange(name, before.version, version),
    ...(hold === before.hold ? [] : held),
    ...(manual === before.manual
      ? []
      : [{ kind: 'marked' as const, name, mark: manual ? ('by-hand' as const) : ('came-along' as const) }]),
  ]
}

function versionChange(name: string, from: string, to: string): readonly PackageChange[] {
  if (from === to) return []
  return [{ kind: compareVersions(to, from) < 0 ? 'downgraded' : 'updated', name, from, to }]
}

interface AppList<App> {
  /** Of one in the home of the person. */
  readonly scope?: 'person'
  readonly nameOf: (key: string) => string
  readonly versionOf: (app: App) => string
  readonly isAuto: (key: string, app: App) => boolean
  readonly change: (earlier: App, later: App) => 'updated' | 'downgraded' | 'none'
}

/** Versions have no order: another one is an update. */
const flatpaks: AppList<NonNullable<Manifest['flatpak']>[string]> = {
  nameOf: flatpakName,
  versionOf: flatpakVersion,
  isAuto: (ref) => !isApp(ref),
  change: (earlier, later) => (earlier.commit === later.commit ? 'none' : 'updated'),
}

const snaps: AppList<NonNullable<Manifest['snap']>[string]> = {
  nameOf: (name) => name,
  versionOf: snapVersion,
  isAuto: (_name, { manual }) => !manual,
  change: (earlier, later) => {
    if (earlier.revision === later.revision) return 'none'
    return Number(later.revision) < Number(earlier.revision) ? 'downgraded' : 'updated'
  },
}

/** Nothing where one of the two lists does not tell. */
function appChanges<App>(
  before: Readonly<Record<string, App>> | undefined,
  after: Readonly<Record<string, App>> | undefined,
  { scope, nameOf, versionOf, isAuto, change }: AppList<App>,
): readonly PackageChange[] {
  if (before === undefined || after === undefined) return []
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key): PackageChange[] => {
    const [earlier, later] = [before[key], after[key]]
    const named = { name: nameOf(key), ...(scope && { scope }) }
    if (later === undefined)
      return earlier === undefined ? [] : [{ kind: 'removed', ...named, version: versionOf(earlier) }]
    const version = versionOf(later)
    if (earlier === undefined) return [{ kind: 'installed', ...named, version, auto: isAuto(key, later) }]
    const kind = change(earlier, later)
    return kind === 'none' ? [] : [{ kind, ...named, from: versionOf(earlier), to: version }]
  })
}

/** Nothing where one of the two lists does not tell. */
function usersUnitChanges(before: Manifest, after: Manifest): readonly PackageChange[] {
  const [earlier, later] = [before.units.users, after.units.users]
  if (earlier === undefined || later === undefined) return []
  return unitChanges(earlier, later, 'users')
}

/** Nothing where one of the two lists does not tell. */
function settingChanges(setting: PackageSetting, before: Manifest, after: Manifest): readonly PackageChange[] {
  const [earlier, later] = [before.settings?.[setting], after.settings?.[setting]]
  if (earlier === undefined || later === undefined) return []
  return [...new Set([...Object.keys(earlier), ...Object.keys(later)])].flatMap((name): PackageChange[] => {
    const [from, to] = [earlier[name], later[name]]
    if (from === to) return []
    const values = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
    return [{ kind: 'setting', name, setting, ...values }]
  })
}

function unitChanges(before: UnitLists, after: UnitLists, scope?: 'users'): readonly PackageChange[] {
  const [stateBefore, stateAfter] = [stateReader(before), stateReader(after)]
  const names = new Set([...before.enabled, ...before.masked, ...after.enabled, ...after.masked])
  return [...names].flatMap((name) => {
    const state = unitChange(stateBefore(name), stateAfter(name))
    return state === undefined ? [] : [{ kind: 'unit' as const, name, ...(scope && { scope }), state }]
  })
}

/** neither: it is disabled, needs no enabling, or is not there. */
type ListedState = 'enabled' | 'masked' | 'neither'

function stateReader({ enabled, masked }: UnitLists): (name: string) => ListedState {
  const [enabledSet, maskedSet] = [new Set(enabled), new Set(masked)]
  return (name) => (maskedSet.has(name) ? 'masked' : enabledSet.has(name) ? 'enabled' : 'neither')
}

function unitChange(before: ListedState, after: ListedState): UnitState | undefined {
  if (before === after) return undefined
  if (after !== 'neither') return after
  return before === 'masked' ? 'unmasked' : 'disabled'
}
