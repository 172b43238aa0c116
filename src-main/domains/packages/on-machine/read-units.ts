import { basename } from 'node:path'
import {
  listPackagedUnits,
  listUnitLinks,
  type ManagerKind,
  type UnitLink,
} from '../../../tools/systemd/systemd-links.ts'
import { listFailedUnits } from '../../../tools/systemd/systemctl-units.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Units, UnitStates } from '../model.ts'

export async function readUnits(options: RunOptions): Promise<Units> {
  const [system, users, failed] = await Promise.all([
    readStates('system'),
    readStates('user'),
    listFailedUnits(options),
  ])
  return { ...system, users, failed: [...failed].sort() }
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
