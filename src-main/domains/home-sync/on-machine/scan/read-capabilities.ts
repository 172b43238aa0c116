import { isUtf8 } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { readAttributes } from '../../../../tools/files/getfattr.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'
import { readEntries } from './record-files.ts'

const filesAtOnce = 5_000

/**
 * Files of an inventory that have capabilities, whether they may be executed or not. Names that are not UTF-8 are left
 * out; they travel with all their attributes anyway.
 */
export async function readCapabilities(
  root: string,
  inventory: string,
  options: RunOptions,
): Promise<{ path: string; value: string }[]> {
  const found: { path: string; value: string }[] = []
  let waiting: string[] = []
  const ask = async (): Promise<void> => {
    const paths = waiting
    waiting = []
    const attributes = await readAttributes({ paths, names: '^security\\.capability$' }, options)
    for (const [path, value] of attributes) found.push({ path: path.slice(root.length + 1), value })
  }
  for await (const { key, shared } of readEntries(inventory)) {
    const path = pathOfKey(key)
    if (shared.startsWith('f ') && isUtf8(path)) waiting.push(`${root}/${path}`)
    if (waiting.length === filesAtOnce) await ask()
  }
  await ask()
  return found
}
