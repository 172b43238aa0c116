/** What changed on the laptop that is taken since the plan and was not done by this program. */
import type { BigIntStats } from 'node:fs'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { isOurs } from '../../../commons/placing/on-machine/is-ours.ts'
import { readPlaced, type Placed } from '../../../commons/placing/on-machine/placed-file.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import { pathOfKey, typeOf } from '../inventory/inventory-entry.ts'
import { heldScan } from './memory/held-scans.ts'
import { changesFile, existingScan, frozenOfScan, switchFolder } from './scan/home-folders.ts'
import { readChanges } from './inventory/record-files.ts'

export interface OwnWorkRequest {
  readonly stateFolder: string
  readonly switchId: string
  /** Made against what was planned. */
  readonly scanId: string
  /** What was fetched, as far as it is still there. */
  readonly incoming: string | undefined
}

/**
 * Folders come and go with what is in them: they are not among it, unless they were placed and deleted. Nothing when the scan
 * is what was planned from.
 */
export async function findOwnWork(request: OwnWorkRequest): Promise<BytePath[]> {
  const { stateFolder, switchId, scanId, incoming } = request
  if (heldScan(stateFolder, switchId, 'planned') === scanId) return []
  const { root } = frozenOfScan(stateFolder, scanId)
  const placed = readPlaced(switchFolder(stateFolder, switchId))
  const own: BytePath[] = []
  for await (const change of readChanges(changesFile(existingScan(stateFolder, scanId)))) {
    const path = pathOfKey(change.key)
    const now = statInside(root, path)
    if (typeOf(change) === 'd' && change.kind !== 'retyped' && (now === undefined || now.isDirectory())) continue
    if (!isOurs(now, placed.get(path), () => statIn(incoming, path))) own.push(path)
  }
  return [...new Set([...own, ...deletedAgain(placed, root)])]
}

/** What was new, and is no more: between the plan and now nothing changed. */
function deletedAgain(placed: ReadonlyMap<BytePath, Placed>, root: string): readonly BytePath[] {
  const done = [...placed].filter(([, { kind }]) => kind === 'placed').map(([path]) => path)
  return done.filter((path) => statInside(root, path) === undefined)
}

function statIn(incoming: string | undefined, path: BytePath): BigIntStats | undefined {
  return incoming === undefined ? undefined : statInside(incoming, path)
}
