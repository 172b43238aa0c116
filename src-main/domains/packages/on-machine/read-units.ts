import { basename, join } from 'node:path'
import { maskTarget, templateOf } from '../../../kernel/unit-name.ts'
import { listInitScripts, type InitScript } from '../../../tools/systemd/init-scripts.ts'
import {
  isDangling,
  isOfPackage,
  leadsTo,
  listUnitLinks,
  readStartTarget,
  saysHowUnitStarts,
  startTarget,
  type UnitLink,
} from '../../../tools/systemd/systemd-links.ts'
import { canBeEnabled, listUnitFiles, type Install, type ManagerKind } from '../../../tools/systemd/unit-files.ts'
import type { UnitByHand, PackageUnits, UnitStates } from '../model.ts'

/** From names, links and files of units alone: less than it would take to find out whether any has changed. `root`: for tests. */
export function readUnits(root = '/'): PackageUnits {
  const startsInto = readStartTarget(root) ?? ''
  const system = readStates('system', root)
  const byHand = startsInto === '' ? system.byHand : system.byHand.filter((entry) => !isStartTarget(entry))
  return { ...system, byHand, users: readStates('user', root), startsInto }
}

function isStartTarget(entry: UnitByHand): boolean {
  return entry.kind === 'link' && entry.path === startTarget
}

function readStates(manager: ManagerKind, root: string): UnitStates {
  const { packaged, local, elsewhere } = listUnitFiles(manager, root)
  const scripts = manager === 'user' ? [] : listInitScripts(new Set(packaged.keys()), join(root, 'etc'))
  const installs = new Map([...scripts.map(installOf), ...packaged, ...local])
  const links = sortedLinks(manager, root).map((link) => describeLink(link, { manager, installs, root }))
  const unitsOf = (kind: 'enabled' | 'masked') =>
    links.flatMap((one) => ('unit' in one && one.kind === kind ? [one.unit] : []))
  const enabledScripts = scripts.filter(({ isEnabled }) => isEnabled).map(({ unit }) => unit)
  return {
    files: sorted([...packaged.keys(), ...scripts.map(({ unit }) => unit)]),
    local: [...local.keys()],
    static: sorted([...packaged, ...local].flatMap(([name, install]) => (canBeEnabled(install) ? [] : [name]))),
    enabled: sorted([...unitsOf('enabled'), ...enabledScripts]),
    masked: sorted(unitsOf('masked')),
    byHand: [
      ...links.flatMap((one) => (one.kind === 'by-hand' ? [one.entry] : [])),
      ...elsewhere.map((place): UnitByHand => ({ kind: 'file', unit: basename(place), place })),
    ],
  }
}

function sortedLinks(manager: ManagerKind, root: string): readonly UnitLink[] {
  return listUnitLinks(manager, root).toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

/** It is enabled by links in /etc/rc?.d. */
function installOf({ unit }: InitScript): readonly [string, Install] {
  return [unit, { isWanted: true, aliases: [] }]
}

function sorted(units: readonly string[]): string[] {
  return [...new Set(units)].sort()
}

type Described =
  | { readonly kind: 'enabled' | 'masked'; readonly unit: string }
  /** Nothing that `systemctl enable` or `mask` makes again. */
  | { readonly kind: 'by-hand'; readonly entry: UnitByHand }
  /** No state of a unit, or left behind by a package. */
  | { readonly kind: 'nothing' }

interface Known {
  readonly manager: ManagerKind
  /** Of units of packages, of hand-written ones and of scripts. */
  readonly installs: ReadonlyMap<string, Install>
  readonly root: string
}

/** Of these names one of several units is. Where another one has it, enabling a unit ends with 1 (systemd 252). */
const sharedNames = new Set([startTarget, 'display-manager.service', 'ctrl-alt-del.target'])

/** One to /dev/null masks, one in a folder "….wants" enables, and so does an alias of the unit's own. */
function describeLink(link: UnitLink, { manager, installs, root }: Known): Described {
  const { path, target } = link
  if (!saysHowUnitStarts(path)) return { kind: 'nothing' }
  const [, name] = path.split('/')
  const isMask = name === undefined && target === maskTarget
  const leads = leadsTo(manager, link)
  const unit = name ?? (isMask ? path : basename(leads))
  const install = installs.get(unit) ?? installs.get(templateOf(unit))
  if (install === undefined && isOfPackage(manager, link, root)) return { kind: 'nothing' }
  if (isMask && install !== undefined) return { kind: 'masked', unit }
  const isEnabling = name === undefined ? isOwnAlias(path, install) : install !== undefined && canBeEnabled(install)
  if (!isMask && isEnabling) return { kind: 'enabled', unit }
  const isLost = !isMask && install === undefined && isDangling(manager, link, root)
  return { kind: 'by-hand', entry: { kind: 'link', unit, path, target: leads, isLost } }
}

function isOwnAlias(name: string, install: Install | undefined): boolean {
  return !sharedNames.has(name) && install?.aliases.some((alias) => templateOf(alias) === templateOf(name)) === true
}
