/** Folders and large files that are written in place instead of copied on write (chattr +C), in a frozen tree. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { readNocow } from '../../../../tools/files/lsattr.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { worthSeedingBytes } from '../../inventory/change.ts'
import { countedOf, leftOut, pathOfKey } from '../../inventory/inventory-entry.ts'
import type { ScanPart } from '../../scan-verbs.ts'
import { entriesThere } from './entries-there.ts'

/** For so many at once lsattr is started. */
const askedAtOnce = 20_000

/** `folder`: of the scan; `root`: of its frozen tree. */
export async function findNocow(
  { folder, root }: { readonly folder: string; readonly root: string },
  of: ScanPart | readonly BytePath[],
  options: RunOptions,
): Promise<readonly BytePath[]> {
  if (typeof of !== 'string') return readNocow({ root, paths: of }, options)
  const found: BytePath[] = []
  let paths: BytePath[] = []
  const ask = async (): Promise<void> => {
    found.push(...(await readNocow({ root, paths }, options)))
    paths = []
  }
  for await (const { key, shared } of entriesThere(folder, of)) {
    if (isWorthAsking(shared)) paths.push(pathOfKey(key))
    if (paths.length === askedAtOnce) await ask()
  }
  await ask()
  return found
}

/** Small files have what their folder gives them, or it makes no difference. */
function isWorthAsking(shared: string): boolean {
  if (shared === leftOut) return false
  const { type, size } = countedOf(shared)
  return type === 'd' || (type === 'f' && size >= worthSeedingBytes)
}
