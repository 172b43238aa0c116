/** What changed on the laptop that is taken since the plan and was not done by this program. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import { isOurs } from '../../../commons/placing/on-machine/is-ours.ts'
import { readPlaced, type Placed } from '../../../commons/placing/on-machine/placed-file.ts'
import { lookInside, type Inside } from '../../../tools/files/safe-path.ts'
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
  const [live, fetched] = [lookInside(root), incoming === undefined ? undefined : lookInside(incoming)]
  try {
    return await findOwn({ changes: changesFile(existingScan(stateFolder, scanId)), placed, live, fetched })
  } finally {
    live.close()
    fetched?.close()
  }
}

interface Looking {
  readonly changes: string
  readonly placed: ReadonlyMap<BytePath, Placed>
  /** The frozen tree. */
  readonly live: Inside
  readonly fetched: Inside | undefined
}

async function findOwn({ changes, placed, live, fetched }: Looking): Promise<BytePath[]> {
  const own: BytePath[] = []
  for await (const change of readChanges(changes)) {
    const path = pathOfKey(change.key)
    const now = live.stat(path)
    if (typeOf(change) === 'd' && change.kind !== 'retyped' && (now === undefined || now.isDirectory())) continue
    if (!isOurs(now, placed.get(path), () => fetched?.stat(path))) own.push(path)
  }
  return [...new Set([...own, ...deletedAgain(placed, live)])]
}

/** What was new, and is no more: between the plan and now nothing changed. */
function deletedAgain(placed: ReadonlyMap<BytePath, Placed>, live: Inside): readonly BytePath[] {
  const done = [...placed].filter(([, { kind }]) => kind === 'placed').map(([path]) => path)
  return done.filter((path) => live.stat(path) === undefined)
}
