import { isUtf8 } from '../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { readAttributes } from '../../../tools/getfattr.ts'
import { fieldsOf, pathOfKey } from '../inventory-entry.ts'
import { readEntries } from './record-files.ts'

/**
 * Programs of an inventory that have capabilities. Only what may be executed is asked: a capability does nothing on a file
 * that nobody can start. Names that are not UTF-8 are left out; they travel with all their attributes anyway.
 */
export async function readCapabilities(
  root: string,
  inventory: string,
  options: RunOptions,
): Promise<{ path: string; value: string }[]> {
  const programs: string[] = []
  for await (const entry of readEntries(inventory)) {
    if (!entry.shared.startsWith('f ')) continue
    if ((parseInt(fieldsOf(entry.shared).mode, 8) & 0o111) === 0) continue
    const path = pathOfKey(entry.key)
    if (isUtf8(path)) programs.push(`${root}/${path}`)
  }
  const found = await readAttributes({ paths: programs, names: '^security\\.capability$' }, options)
  return [...found].map(([path, value]) => ({ path: path.slice(root.length + 1), value }))
}
