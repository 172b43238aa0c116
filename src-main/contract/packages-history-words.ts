/** What page and command line both say of how packages changed. */
import { assertNever } from '../kernel/assert-never.ts'
import { formatUnit } from '../kernel/format-unit.ts'
import { countOf, formatCount } from '../kernel/units.ts'
import { inHome } from './packages-others-words.ts'
import {
  packageChangeKinds,
  type PackageChange,
  type PackageChangeKind,
  type PackageMark,
  type PackageSetting,
  type PackagesEntry,
  type UnreadableList,
} from './packages-history-calls.ts'

const counted: Readonly<Record<PackageChangeKind, (count: number) => string>> = {
  installed: (count) => `${formatCount(count)} installed`,
  removed: (count) => `${formatCount(count)} removed`,
  updated: (count) => `${formatCount(count)} updated`,
  downgraded: (count) => `${formatCount(count)} downgraded`,
  marked: (count) => countOf(count, 'hold or mark', 'holds and marks'),
  unit: (count) => countOf(count, 'service'),
  setting: (count) => countOf(count, 'setting'),
}

/** "3 installed, 1 removed, 2 updated"; "first list, 1,663 packages" */
export function changesSummary({ basis, counts }: Pick<PackagesEntry, 'basis' | 'counts'>): string {
  if (basis.kind === 'start') return `first list, ${countOf(basis.packages, 'package')}`
  return packageChangeKinds.flatMap((kind) => (counts[kind] === 0 ? [] : [counted[kind](counts[kind])])).join(', ')
}

export const changeWords: Readonly<Record<PackageChangeKind, string>> = {
  installed: 'installed',
  removed: 'removed',
  updated: 'updated',
  downgraded: 'downgraded',
  marked: 'marked',
  unit: 'service',
  setting: 'setting',
}

export function changedName(change: PackageChange): string {
  if (change.kind === 'unit') return formatUnit({ unit: change.name, scope: change.scope })
  return 'scope' in change && change.scope === 'person' ? `${change.name} (${inHome})` : change.name
}

const marks: Readonly<Record<PackageMark, string>> = {
  held: 'held',
  released: 'not held any more',
  'by-hand': 'installed by hand',
  'came-along': 'came with another package',
}

const settings: Readonly<Record<PackageSetting, string>> = {
  'package-source': 'package source',
  'default-program': 'default program',
  'flatpak-source': 'Flatpak source',
  'flatpak-source-in-home': `Flatpak source ${inHome}`,
  'flatpak-mask': 'not updated by Flatpak',
  'flatpak-pin': 'kept by Flatpak',
  'flatpak-permissions': 'permissions',
  'snap-channel': 'channel',
  'snap-hold': 'hold',
  'snap-disabled': 'disabled',
  'snap-connection': 'connection',
  'snap-alias': 'alias',
}

/** "default program: /usr/bin/nano → /usr/bin/vim"; "hold: set" */
function settingDetail({ setting, from, to }: Extract<PackageChange, { kind: 'setting' }>): string {
  const words = { set: 'set', changed: 'changed', unset: 'no longer set' }
  const hasValue = (value: string | undefined) => value !== undefined && value !== ''
  const isShown = setting !== 'flatpak-permissions' && (hasValue(from) || hasValue(to))
  const state = from === undefined ? words.set : to === undefined ? words.unset : words.changed
  if (!isShown) return `${settings[setting]}: ${state}`
  if (to === undefined) return `${settings[setting]}: ${state}, was ${from ?? ''}`
  return `${settings[setting]}: ${from === undefined ? to : `${from} → ${to}`}`
}

/** "1.0 → 1.1" */
export function changeDetail(change: PackageChange): string {
  switch (change.kind) {
    case 'installed':
      return change.auto ? `${change.version}, ${marks['came-along']}` : change.version
    case 'removed':
      return change.version
    case 'updated':
    case 'downgraded':
      return `${change.from} → ${change.to}`
    case 'marked':
      return marks[change.mark]
    case 'unit':
      return change.state
    case 'setting':
      return settingDetail(change)
    default:
      return assertNever(change)
  }
}

export const unreadableReasons: Readonly<Record<UnreadableList['why'], string>> = {
  damaged: 'is damaged',
  'other-version': 'is of another version of pc-switcher',
}
