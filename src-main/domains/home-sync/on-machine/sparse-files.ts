/**
 * Files with holes on their way. rsync would read, send and compare their holes as zeros: instead, what has contents is packed into a
 * file that crosses, and laid out again. Packing and unpacking share the blocks, so that nothing is copied, on one file system.
 */
import { createHash } from 'node:crypto'
import { closeSync, constants, existsSync, openSync, rmSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import { applyChanges, writeChanges } from '../../../commons/changed-ranges/changes-file.ts'
import { changedRanges } from '../../../commons/changed-ranges/compare-layouts.ts'
import { inBlocks } from '../../../commons/transfers/on-machine/in-blocks.ts'
import type { TransferArea } from '../../../commons/transfers/transfer-area.ts'
import type { Parsed } from '../../../contract/define.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { readLayout } from '../../../tools/btrfs/btrfs-extents.ts'
import { shareFile } from '../../../tools/files/cp.ts'
import { readNocow, setNocow } from '../../../tools/files/lsattr.ts'
import { openInside } from '../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { homeTransfers, isFolderIn, makeFolders, placeIn } from './incoming.ts'
import type { seedSparse as seedVerb, unpackSparse as unpackVerb } from '../sparse-verbs.ts'
import { makeFolder, sparseFolder } from './scan/home-folders.ts'

const ownState = '/var/lib/pc-switcher/root'

export const sparseTransfers: TransferArea = {
  id: 'home-sparse',
  sendFolder: folderOf(ownState, 'packed'),
  receiveFolder: folderOf(ownState, 'received'),
  manner: inBlocks,
}

/** Of what was unpacked, all but its contents. */
export const attributesTransfers: TransferArea = {
  ...homeTransfers,
  id: 'home-attributes',
  manner: {
    options: homeTransfers.manner.options.map((one) => (one === '--ignore-times' ? '--size-only' : one)),
    allowed: homeTransfers.manner.allowed.map((one) => (one === 'ignore-times' ? 'size-only' : one)),
  },
}

type SparseOrigin = 'packed' | 'received'

function folderOf(stateFolder: string, origin: SparseOrigin): string {
  return path.join(sparseFolder(stateFolder), origin)
}

/** What is made in a folder is written in place as the folder is: blocks are shared only among files that are alike in that. */
async function makeSparseFolders(stateFolder: string, origin: SparseOrigin, options: RunOptions): Promise<string> {
  const folder = folderOf(stateFolder, origin)
  makeFolder(path.join(folder, 'plain'))
  if (!existsSync(path.join(folder, 'nocow'))) {
    makeFolder(path.join(folder, 'nocow'))
    await setNocow({ root: folder, paths: ['nocow'] }, options)
  }
  return folder
}

interface PackedFile {
  readonly path: BytePath
  /** Its name, below where it is packed and received. */
  readonly packed: string
}

/** `root`: a frozen tree. Gives those that could be packed. */
export async function packSparse(
  stateFolder: string,
  root: string,
  paths: readonly BytePath[],
  options: RunOptions,
): Promise<readonly PackedFile[]> {
  rmSync(folderOf(stateFolder, 'packed'), { recursive: true, force: true })
  if (paths.length === 0) return []
  const folder = await makeSparseFolders(stateFolder, 'packed', options)
  const nocow = new Set(await readNocow({ root, paths }, options))
  const packed: PackedFile[] = []
  for (const one of paths) {
    options.signal?.throwIfAborted()
    const name = `${nocow.has(one) ? 'nocow' : 'plain'}/${createHash('sha256').update(one, 'latin1').digest('hex')}`
    if (await pack(root, one, path.join(folder, name), options)) packed.push({ path: one, packed: name })
  }
  return packed
}

/** What an interrupted transfer left is kept: it is at least as good a start as the own version. */
export async function seedSparse(
  stateFolder: string,
  root: string,
  files: Parsed<typeof seedVerb>['files'],
  options: RunOptions,
): Promise<void> {
  const folder = await makeSparseFolders(stateFolder, 'received', options)
  for (const { own, packed } of files) {
    options.signal?.throwIfAborted()
    const file = path.join(folder, packed)
    if (own !== undefined && !existsSync(file)) await pack(root, own, file, options)
  }
}

/** False where the blocks cannot be shared: the file is sent as others are. The person's links in `root` lead nowhere. */
async function pack(root: string, one: BytePath, file: string, options: RunOptions): Promise<boolean> {
  const held = `${file}.held`
  rmSync(held, { force: true })
  const from = openInside(root, one)
  if (from === undefined) return false
  try {
    if (!(await shareFile(`/proc/self/fd/${from}`, held))) return false
    const layout = await readLayout(held, options)
    if (layout === undefined) return false
    await writeChanges(held, file, changedRanges({ bytes: 0, extents: [] }, layout), options)
    return true
  } catch {
    rmSync(file, { force: true })
    return false
  } finally {
    closeSync(from)
    rmSync(held, { force: true })
  }
}

/** `incoming`: where what is fetched is. Gives those that could be unpacked. */
export async function unpackSparse(
  stateFolder: string,
  incoming: string,
  files: Parsed<typeof unpackVerb>['files'],
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const folder = folderOf(stateFolder, 'received')
  const unpacked: BytePath[] = []
  for (const one of files) {
    options.signal?.throwIfAborted()
    const file = path.join(folder, one.packed)
    if (await unpack(file, { incoming, path: one.path, isNocow: one.packed.startsWith('nocow/') }, options))
      unpacked.push(one.path)
    rmSync(file, { force: true })
  }
  return unpacked
}

interface Target {
  readonly incoming: string
  readonly path: BytePath
  readonly isNocow: boolean
}

/** False where the blocks cannot be shared, or what came is no such file. */
async function unpack(file: string, { incoming, path, isNocow }: Target, options: RunOptions): Promise<boolean> {
  const made = `${file}.made`
  try {
    rmSync(made, { force: true })
    closeSync(openSync(made, 'wx', 0o600))
    await applyChanges(file, made, options)
    makeFolders(incoming, path)
    if (isFolderIn(incoming, path)) return false
    const target = placeIn(incoming, path)
    rmSync(target, { force: true })
    closeSync(openSync(target, 'wx', 0o600))
    if (isNocow) await setNocow({ root: incoming, paths: [path] }, options)
    await copyFile(made, target, constants.COPYFILE_FICLONE_FORCE)
    return true
  } catch {
    return false
  } finally {
    rmSync(made, { force: true })
  }
}
