/**
 * The files of a volume, seen from where its engine is ("podman unshare"; root for Docker), where owners are those that containers
 * see. They go by tar: `podman volume export` writes holes out, and `import` loses owner and mode of the volume's own folder.
 */
import { createHash } from 'node:crypto'
import { exchangeCommand } from '../files/exchange-names.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import type { EngineCommand, RunInside } from './engine.ts'
import { packing, leavingOut, type TreeReading } from '../files/tar-tree.ts'

type Words = EngineCommand['words']

/**
 * SHA-256 of all names, types, owners, modes, times, attributes and contents, the folder's own among them. Where a hole is depends
 * on the disk, so holes are read as the zeros that they are.
 */
export async function digestTree(
  inside: RunInside,
  folder: string,
  { onBytes, signal, leaveOut = [] }: TreeReading & { readonly leaveOut?: readonly string[] },
): Promise<string> {
  const hash = createHash('sha256')
  const words: Words = ['tar', ...packing, `--directory=${folder}`, ...leavingOut(leaveOut), '--', '.']
  const take = (piece: Buffer): void => {
    hash.update(piece)
    onBytes(piece)
  }
  await inside({ title: titles.readVolume({}), words, onBytes: take }, { signal })
  return hash.digest('hex')
}

export interface TreeLook {
  /** On the disk. */
  readonly bytes: number
  readonly files: number
  readonly changedAt: string
  /** Another one after every change: all inodes with what the kernel changes with them. */
  readonly stamp: string
}

/** Reads no contents. A folder that is not there, or of which not everything could be looked at, is not in the answer. */
export async function lookAtTrees(
  inside: RunInside,
  folders: readonly string[],
  options: RunOptions,
): Promise<ReadonlyMap<string, TreeLook>> {
  if (folders.length === 0) return new Map()
  const whole = await listTrees(inside, folders, options)
  if (whole !== undefined) return readLooks(whole)
  const found = new Map<string, TreeLook>()
  for (const folder of folders) {
    const listed = await listTrees(inside, [folder], options)
    for (const [one, look] of listed === undefined ? [] : readLooks(listed)) found.set(one, look)
  }
  return found
}

/** Undefined where it is not the whole of them. What goes while it is listed was not there (find(1), -ignore_readdir_race). */
async function listTrees(
  inside: RunInside,
  folders: readonly string[],
  options: RunOptions,
): Promise<string | undefined> {
  const printed = ['-printf', '%H\\0%P\\0%b %i %s %m %U %G %C@ %T@\\0']
  const words: Words = ['find', ...folders, '-ignore_readdir_race', ...printed]
  // 1: a folder is gone, or not all of it can be listed.
  const command = { title: titles.readVolume({}), words, exitCodes: [0, 1] }
  const { exitCode, bytes } = await inside(command, options)
  return exitCode === 0 ? bytes.toString('latin1') : undefined
}

export function readLooks(text: string): ReadonlyMap<string, TreeLook> {
  const fields = text.split('\0')
  if (fields.pop() !== '' || fields.length % 3 !== 0) throw unreadableAnswer('find', text)
  const found = new Map<
    string,
    { blocks: number; files: number; newest: number; hash: ReturnType<typeof createHash> }
  >()
  for (let at = 0; at < fields.length; at += 3) {
    const [folder = '', name = '', facts = ''] = fields.slice(at, at + 3)
    const one = found.get(folder) ?? { blocks: 0, files: 0, newest: 0, hash: createHash('sha256') }
    const numbers = facts.split(' ')
    const [blocks, modified] = [Number(numbers[0]), Number(numbers[7])]
    if (!Number.isFinite(blocks) || !Number.isFinite(modified)) throw unreadableAnswer('find', facts)
    one.blocks += blocks
    one.files += 1
    one.newest = Math.max(one.newest, modified)
    one.hash.update(`${name}\0${facts}\0`)
    found.set(folder, one)
  }
  return new Map(
    [...found].map(([folder, { blocks, files, newest, hash }]) => [
      Buffer.from(folder, 'latin1').toString('utf8'),
      {
        ...{ bytes: blocks * 512, files, stamp: hash.digest('hex') },
        changedAt: new Date(Math.trunc(newest * 1_000)).toISOString(),
      },
    ]),
  )
}

/** As the namespace's root, who may remove what containers own. Harmless where there is none. */
export async function removeTrees(inside: RunInside, folders: readonly string[], options: RunOptions): Promise<void> {
  const words: Words = ['rm', '--recursive', '--force', '--one-file-system', '--', ...folders]
  await inside({ title: titles.cleanUp({}), words }, options)
}

export async function makeFolder(inside: RunInside, folder: string, options: RunOptions): Promise<void> {
  const words: Words = ['mkdir', '--parents', '--mode=0700', '--', folder]
  await inside({ title: titles.writeVolume({}), words }, options)
}

/** Both change places in one step. */
export async function exchangeTrees(
  inside: RunInside,
  [one, other]: readonly [string, string],
  options: RunOptions,
): Promise<void> {
  const { argv, ...command } = exchangeCommand(Buffer.from(`${one}\0${other}`))
  await inside({ ...command, words: argv }, options)
}

export async function moveTree(
  inside: RunInside,
  { from, to }: { readonly from: string; readonly to: string },
  options: RunOptions,
): Promise<void> {
  const words: Words = ['mv', '--no-target-directory', '--', from, to]
  await inside({ title: titles.writeVolume({}), words }, options)
}
