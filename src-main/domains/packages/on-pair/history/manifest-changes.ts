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
import { allListedApps } from '../programs/all-sources.ts'
import type { ListedPackage, Manifest, UnitLists } from './manifest-text.ts'

/** By kind, then by name. */
export function manifestChanges(before: Manifest, after: Manifest): readonly PackageChange[] {
  const nameOf = namesOn(after)
  const keys = new Set([...Object.keys(before.apt), ...Object.keys(after.apt)])
  const changes = [
    ...[...keys].flatMap((key) => packageChanges(nameOf(key), before.apt[key], after.apt[key])),
    ...allListedApps.flatMap((apps) => apps.changes(before[apps.key], after[apps.key])),
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
