import { join } from 'node:path'
import type { DetachedUnit } from '../../../tools/systemd/detached-unit.ts'

/** The one unit in which this product changes packages; there is never a second. */
export function packagesUnit(stateFolder: string): DetachedUnit {
  return { name: 'pc-switcher-packages', prefix: join(stateFolder, 'packages', 'transaction') }
}
