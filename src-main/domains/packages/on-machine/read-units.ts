import { basename } from 'node:path'
import { listInitScripts, type InitScript } from '../../../tools/systemd/init-scripts.ts'
import {
  listPackagedUnits,
  listUnitLinks,
  type ManagerKind,
  type UnitLink,
} from '../../../tools/systemd/systemd-links.ts'
import type { Units, UnitStates } from '../model.ts'

/** From names and links alone, in two milliseconds: less than it would take to find out whether any of them has changed. */
export async function readUnits(): Promise<Units> {
  const [system, users] = await Promise.all([readStates('system'), readStates('user')])
  const scripts = listInitScripts(new Set(system.files))
  const enabled = scripts.filter(({ isEnabled }) => isEnabled)
  return {
    files: withUnits(system.files, scripts),
    enabled: withUnits(system.enabled, enabled),
    ...{ masked: system.masked, users },
  }
}

function withUnits(units: readonly string[], scripts: readonly InitScript[]): string[] {
  return [...new Set([...units, ...scripts.map(({ unit }) => unit)])].sort()
}

async function readStates(manager: ManagerKind): Promise<UnitStates> {
  return { files: [...(await listPackagedUnits(manager))].sort(), ...describeLinks(listUnitLinks(manager)) }
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
