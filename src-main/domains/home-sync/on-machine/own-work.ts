/** What changed on the laptop that is taken since the plan: by this program, and not by it. */
import type { Output } from '../../../contract/define.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { isOurs } from '../../../commons/placing/on-machine/is-ours.ts'
import { readPlaced, type Placed } from '../../../commons/placing/on-machine/placed-file.ts'
import { lookInside, type Inside } from '../../../tools/files/safe-path.ts'
import { pathOfKey, typeOf } from '../inventory/inventory-entry.ts'
import { heldScan } from './memory/held-scans.ts'
import { changesFile, existingScan, frozenOfScan, switchFolder } from './scan/home-folders.ts'
import { readChanges } from './inventory/record-files.ts'
import type { countPlaced as countVerb } from '../verbs.ts'

export interface PlacedRequest {
  readonly stateFolder: string
  readonly switchId: string
  readonly scanId: string
  /** What was fetched, as far as it is still there. */
  readonly incoming: string | undefined
}

/**
 * The scan was made against what was planned. Folders come and go with what is in them: they are not among it, unless they
 * were placed and deleted. Nothing when the scan is what was planned from.
 */
export async function findOwnWork(request: PlacedRequest): Promise<BytePath[]> {
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
  const deleted: BytePath[] = []
  for (const [path, { kind }] of placed) if (kind === 'placed' && live.stat(path) === undefined) deleted.push(path)
  return deleted
}

/** Of what was begun by an agent that died, it is looked whether it is done. */
export function listPlaced({ stateFolder, switchId, scanId, incoming }: PlacedRequest): {
  readonly paths: readonly BytePath[]
  readonly open: readonly BytePath[]
  readonly removed: readonly BytePath[]
} {
  const found = { paths: new Array<BytePath>(), open: new Array<BytePath>(), removed: new Array<BytePath>() }
  const { root } = frozenOfScan(stateFolder, scanId)
  const [live, fetched] = [lookInside(root), incoming === undefined ? undefined : lookInside(incoming)]
  try {
    for (const [path, placed] of readPlaced(switchFolder(stateFolder, switchId))) {
      const { isOpen, isRemoved } = lookAt(path, placed, { live, fetched })
      if (isOpen) found.open.push(path)
      if (isRemoved) found.removed.push(path)
      else found.paths.push(path)
    }
    return found
  } finally {
    live.close()
    fetched?.close()
  }
}

/** As it stands there now. */
export function countPlaced(request: PlacedRequest): Output<typeof countVerb> {
  const { paths, open, removed } = listPlaced(request)
  const isOpen = new Set(open)
  const placed = paths.filter((path) => !isOpen.has(path))
  const live = lookInside(frozenOfScan(request.stateFolder, request.scanId).root)
  try {
    const sizeOf = (now: ReturnType<typeof live.stat>): number => (now?.isFile() === true ? Number(now.size) : 0)
    const bytes = placed.reduce((sum, path) => sum + sizeOf(live.stat(path)), 0)
    return { items: placed.length + removed.length, bytes }
  } finally {
    live.close()
  }
}

function lookAt(
  path: BytePath,
  placed: Placed,
  { live, fetched }: Pick<Looking, 'live' | 'fetched'>,
): { readonly isOpen: boolean; readonly isRemoved: boolean } {
  if (placed.kind !== 'begun') return { isOpen: false, isRemoved: placed.kind === 'removed' }
  const now = live.stat(path)
  const isDone = isOurs(now, placed, () => fetched?.stat(path))
  return { isOpen: !isDone, isRemoved: isDone && now === undefined }
}
