import { join } from 'node:path'
import type { DetachedUnit } from '../../../tools/systemd/detached-unit.ts'

/** The only unit in which pc-switcher changes packages. */
export function packagesUnit(stateFolder: string): DetachedUnit {
  return { name: 'pc-switcher-packages', prefix: join(stateFolder, 'packages', 'transaction') }
}
