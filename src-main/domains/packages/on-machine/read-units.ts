import { basename } from 'node:path'
import { listPackagedUnits, listUnitLinks, type UnitLink } from '../../../tools/systemd/systemd-links.ts'
import { listFailedUnits } from '../../../tools/systemd/systemctl-units.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Units } from '../model.ts'

export async function readUnits(options: RunOptions): Promise<Units> {
  const [files, failed] = await Promise.all([listPackagedUnits(), listFailedUnits(options)])
  return { files: [...files].sort(), ...describeLinks(listUnitLinks()), failed: [...failed].sort() }
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
