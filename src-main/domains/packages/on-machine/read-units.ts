import { basename } from 'node:path'
import { listInitScripts, type InitScript } from '../../../tools/systemd/init-scripts.ts'
import {
  listLocalUnits,
  listPackagedUnits,
  listUnitLinks,
  type ManagerKind,
  type UnitLink,
} from '../../../tools/systemd/systemd-links.ts'
import type { Units, UnitStates } from '../model.ts'

/** From names, links and local units alone, in two milliseconds: less than it would take to find out whether any has changed. */
export async function readUnits(): Promise<Units> {
  const [system, users] = await Promise.all([readStates('system'), readStates('user')])
  const scripts = listInitScripts(new Set(system.files))
  const enabled = scripts.filter(({ isEnabled }) => isEnabled)
  return {
    ...system,
    files: withUnits(system.files, scripts),
    enabled: withUnits(system.enabled, enabled),
    users,
  }
}

function withUnits(units: readonly string[], scripts: readonly InitScript[]): string[] {
  return [...new Set([...units, ...scripts.map(({ unit }) => unit)])].sort()
}

async function readStates(manager: ManagerKind): Promise<UnitStates> {
  const [packaged, all] = await Promise.all([listPackagedUnits(manager), listLocalUnits(manager)])
  // A file of the same name in /etc stands before the package's: how it starts is compared with the packages.
  const local = all.filter(({ name }) => !packaged.has(name))
  const namesOf = (canBeEnabled: boolean) =>
    local.filter((one) => one.canBeEnabled === canBeEnabled).map(({ name }) => name)
  return {
    files: [...packaged].sort(),
    local: namesOf(true).sort(),
    static: namesOf(false).sort(),
    ...describeLinks(listUnitLinks(manager)),
  }
}

/** A link "x.service" to /dev/null masks, one in a "….wants" folder enables; so does an alias. */
export function describeLinks(links: readonly UnitLink[]): Pick<Units, 'enabled' | 'masked'> {
  const masked = new Set<string>()
  const enabled = new Set<string>()
  for (const { path, target } of links) {
    if (/^[^/]+\.(wants|requires|upholds)\/[^/]+$/.test(path)) enabled.add(basename(path))
    else if (path.includes('/')) continue
    else if (target === '/dev/null') masked.add(path)
    else enabled.add(basename(target))
  }
  return { enabled: [...enabled].sort(), masked: [...masked].sort() }
}
