/** What is carried from the plain folder into the subvolume, and back: files are copied, subvolumes in it are moved. */
import { existsSync, renameSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { bytePathFromText, textFromBytePath } from '../../../../kernel/byte-path.ts'
import { deleteSubvolumes } from '../../../../tools/btrfs/btrfs-delete.ts'
import {
  listPlacedSubvolumes,
  readSubvolumeId,
  setReadOnly,
  syncFileSystem,
  type PlacedSubvolume,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { copyFolder } from '../../../../tools/files/cp.ts'
import { namesIn, removeTrees } from '../../../../tools/files/remove-trees.ts'
import { sumCopy } from '../../../../tools/find/sum-tree.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { pairingMessages as messages } from '../../messages.ts'

/** Of snapshots that are kept: read-only, all of them. */
const snapshots = 'root/snapshots'
/** What a new switch makes again. In it are subvolumes that nobody asked for. */
const madeAgain = [
  ...['root/home/scans', 'root/home/work', 'root/home/incoming', 'root/home/incoming.json', 'root/home/fetched'],
  ...['root/etc/frozen', 'root/etc/mirror', 'root/compare-now'],
  ...['root/flatpak/incoming', 'root/flatpak/outgoing', 'root/packages/incoming', 'root/packages/outgoing'],
]

/** All of it but the subvolumes, of which the places alone. The sum tells later whether one of the two was changed. */
export async function copyContents(from: string, to: string, options: RunOptions): Promise<string> {
  await emptyFolder(to, options)
  await copyFolder(from, to, options)
  const [before, sum] = await Promise.all([sumCopy(from, options), sumCopy(to, options)])
  if (before !== sum) throw messages.stateChanged({}, { details: `${before}, ${sum}` })
  await syncFileSystem(to, options)
  return sum
}

export async function emptyFolder(folder: string, options: RunOptions): Promise<void> {
  await removeTrees({ folder, names: namesIn(folder) }, options)
}

interface Inner extends Pick<PlacedSubvolume, 'parentId' | 'readOnly'> {
  /** From the top level. */
  readonly name: string
}

/** Those anywhere below a folder, and the folder itself when it is one; the outer ones first. */
async function innerSubvolumes(top: string, folder: string, options: RunOptions): Promise<readonly Inner[]> {
  const inside = (await listPlacedSubvolumes(top, options)).filter(({ path: name }) =>
    `${name}/`.startsWith(`${bytePathFromText(folder)}/`),
  )
  const named = inside.map(({ path: name, ...rest }) => ({ ...rest, name: textFromBytePath(name) }))
  return named.toSorted((one, other) => one.name.length - other.name.length)
}

/**
 * Moves those directly in one folder to the same places in another one; both are names from the top level. A read-only one
 * cannot be moved: it is writable for that instant, and all snapshots are read-only in the end, also after an interruption.
 */
export async function moveSubvolumes(
  top: string,
  { from, to }: { readonly from: string; readonly to: string },
  options: RunOptions,
): Promise<void> {
  const around = await readSubvolumeId(path.join(top, from), options)
  for (const { name, parentId, readOnly } of await innerSubvolumes(top, from, options)) {
    if (name === from || parentId !== around) continue
    const place = path.join(top, name)
    if (readOnly) await setReadOnly(place, false, options)
    renameSync(place, path.join(top, to, path.relative(from, name)))
    if (readOnly) await setReadOnly(path.join(top, to, path.relative(from, name)), true, options)
  }
  for (const { name, readOnly } of await innerSubvolumes(top, path.join(to, snapshots), options))
    if (!readOnly) await setReadOnly(path.join(top, name), true, options)
  await syncFileSystem(top, options)
}

/** `name` is the folder of the state, from the top level. */
export async function deleteWhatIsMadeAgain(top: string, name: string, options: RunOptions): Promise<void> {
  for (const one of madeAgain) {
    const inner = await innerSubvolumes(top, path.join(name, one), options)
    // Nothing can be deleted out of one that is read-only.
    for (const { name: place, readOnly } of inner)
      if (readOnly) await setReadOnly(path.join(top, place), false, options)
    await deleteSubvolumes(inner.toReversed().map(({ name: place }) => path.join(top, place)))
    const place = path.join(top, name, one)
    if (!existsSync(place)) continue
    const folder = path.dirname(place)
    await removeTrees({ folder, names: [bytePathFromText(path.basename(place))] }, options)
    if (path.dirname(one) !== 'root' && namesIn(folder).length === 0) rmdirSync(folder)
  }
}
