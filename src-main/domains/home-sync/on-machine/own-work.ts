/** What changed on the laptop that is taken since the plan and was not done by this program. */
import type { BigIntStats } from 'node:fs'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import { pathOfKey, typeOf } from '../inventory/inventory-entry.ts'
import { secondsOf } from './check/entry-facts.ts'
import { heldScan } from './memory/held-scans.ts'
import { readPlaced, type Placed } from './memory/placed-file.ts'
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

/** Folders come and go with what is in them: they are not among it. Nothing when the scan is what was planned from. */
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
  return own
}

function statIn(incoming: string | undefined, path: BytePath): BigIntStats | undefined {
  return incoming === undefined ? undefined : statInside(incoming, path)
}

function isOurs(
  now: BigIntStats | undefined,
  placed: Placed | undefined,
  fetched: () => BigIntStats | undefined,
): boolean {
  if (placed === undefined) return false
  // Of what was begun and not written down as done: it is what was fetched, or gone if that was to go; or still as before.
  if (placed.kind === 'begun') return looksLike(now, fetched()) || isOurs(now, placed.before, fetched)
  if (placed.kind === 'removed') return now === undefined
  if (now === undefined || now.ino.toString() !== placed.inode) return false
  // Another name for it that was made later, also by us, moves its change time.
  return now.nlink > 1n ? looksLike(now, fetched()) : secondsOf(now.ctimeNs).slice(0, -1) === placed.changed
}

function looksLike(now: BigIntStats | undefined, fetched: BigIntStats | undefined): boolean {
  if (now === undefined || fetched === undefined) return now === fetched
  return now.mode === fetched.mode && now.size === fetched.size && now.mtimeNs === fetched.mtimeNs
}
