/** What somebody set up of services past packages and systemctl, of both laptops. Pure. */
import { distinct } from '../../../../kernel/distinct.ts'
import { formatUnit } from '../../../../kernel/format-unit.ts'
import { maskTarget } from '../../../../kernel/unit-name.ts'
import type { UnitByHand, PackageUnits, UnitStates } from '../../model.ts'
import { isTargetCarried } from '../../on-pair/start-target.ts'
import { units as texts } from './texts.ts'
import { onlyOnOne, type OnlyOnOne } from './only-on-one.ts'

export interface ScopedByHand {
  readonly entry: UnitByHand
  /** In the service manager of every user; else the system's. */
  readonly scope?: 'users' | undefined
}

export function listByHand({ byHand, users }: PackageUnits): readonly ScopedByHand[] {
  return [...byHand.map((entry) => ({ entry })), ...users.byHand.map((entry) => ({ entry, scope: 'users' as const }))]
}

export function compareByHand(from: PackageUnits, to: PackageUnits): OnlyOnOne<ScopedByHand> {
  const isCarried = isTargetCarried(from, to)
  const all = (units: PackageUnits) => [...(isCarried ? [] : startTarget(units)), ...listByHand(units)]
  return onlyOnOne(all(from), all(to), shownByHand)
}

/** As the link that makes it so; systemd has one of its own. */
function startTarget({ startsInto: unit }: PackageUnits): readonly ScopedByHand[] {
  if (unit === '') return []
  return [{ entry: { kind: 'link', unit, path: 'default.target', target: unit, isLost: false } }]
}

/** The same for what is the same. */
export function shownByHand({ entry, scope }: ScopedByHand): string {
  return formatUnit({ unit: shownEntry(entry), scope })
}

export function shownEntry(entry: UnitByHand): string {
  if (entry.kind === 'file') return entry.place
  const { path, target, isLost } = entry
  const link = path.endsWith(`/${target}`) ? path : texts.leadsTo(path, target)
  return isLost ? texts.lost(link) : link
}

type StatesOfOne = Pick<UnitStates, 'enabled' | 'masked' | 'byHand'> & Partial<Pick<PackageUnits, 'startsInto'>>

/** What starts and what is blocked, whoever made the links. */
export function withLinksByHand({
  enabled,
  masked,
  byHand,
  startsInto = '',
}: StatesOfOne): Pick<UnitStates, 'enabled' | 'masked'> {
  const links = byHand.flatMap((entry) => (entry.kind === 'link' && !entry.isLost ? [entry] : []))
  const unitsOf = (isMask: boolean) =>
    links.flatMap(({ unit, target }) => (isMask === (target === maskTarget) ? [unit] : []))
  return {
    enabled: distinct([...enabled, ...unitsOf(false), ...(startsInto === '' ? [] : [startsInto])]).sort(),
    masked: distinct([...masked, ...unitsOf(true)]).sort(),
  }
}

/** Units that are set up otherwise on the two by what is compared here, as they are shown. */
export function unitsByHandApart(from: PackageUnits, to: PackageUnits): ReadonlySet<string> {
  const { onlyHere, onlyThere } = compareByHand(from, to)
  return new Set([...onlyHere, ...onlyThere].map(({ entry: { unit }, scope }) => formatUnit({ unit, scope })))
}
