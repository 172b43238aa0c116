import type { Output } from '../../../contract/define.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { WantedBundle } from '../schemas.ts'
import type { diffBundles } from '../verbs.ts'
import { findBundle } from './bundle-folders.ts'
import { readEntries } from './bundle-lists.ts'
import { compareEntries } from './describe-tree.ts'

const toldAtMost = 2_000

/** By their lists, without reading a file. Folders in which only names changed are left out: what changed in them is told. */
export async function compareBundles(
  stateFolder: string,
  [one, other]: readonly [WantedBundle, WantedBundle],
  options: RunOptions,
): Promise<Output<typeof diffBundles>> {
  const read = async (wanted: WantedBundle) => {
    const { head, place } = findBundle(stateFolder, wanted)
    return readEntries(place, head, options)
  }
  const [before, after] = [await read(one), await read(other)]
  const timeless = (entries: typeof before) =>
    entries.map((entry) => (entry.type === 'd' ? { ...entry, modified: '' } : entry))
  const changes = compareEntries(timeless(before), timeless(after))
  const told = changes.slice(0, toldAtMost).map(({ path, kind }) => ({ path: textFromBytePath(path), kind }))
  return { changes: told, total: changes.length }
}
