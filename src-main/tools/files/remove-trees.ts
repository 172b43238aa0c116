/** rm(1) of whole trees, whatever their names; never over to another file system. */
import { readdirSync } from 'node:fs'
import { bufferFromBytePath, bytePathFromBuffer, type BytePath } from '../../kernel/byte-path.ts'
import { dieWithParent, run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface TreesToRemove {
  /** Absolute. */
  readonly folder: string
  /** What goes: names in it. */
  readonly names: readonly BytePath[]
}

export function namesIn(folder: string): readonly BytePath[] {
  return readdirSync(folder, { encoding: 'buffer' }).map(bytePathFromBuffer)
}

/** The caller has made sure what these are. Those that even root may not delete (chattr(1)) may be deleted before. */
export async function removeTrees(trees: TreesToRemove, options: RunOptions): Promise<void> {
  if (trees.names.length === 0) return
  const { exitCode } = await remove(trees, [0, 123], options)
  if (exitCode === 0) return
  const left = { ...trees, names: stillIn(trees) }
  const doToEach = (words: readonly string[]) =>
    run({ ...each(left, words), title: titles.cleanUp({}), exitCodes: [0, 123] }, options)
  await doToEach(['chattr', '-R', '-f', '-i', '-a', '--'])
  await doToEach(['--replace', 'find', '-P', '{}', '-xdev', ...placesOfSubvolumes, '-delete'])
  await remove(left, [0], options)
}

/**
 * What a snapshot has where a subvolume is inside its source: an empty folder of inode 2 (btrfs(5)), of another device than the
 * snapshot. Since coreutils 9.7 rm passes over it.
 */
const placesOfSubvolumes = ['-type', 'd', '-inum', '2', '-empty'] as const

function stillIn({ folder, names }: TreesToRemove): readonly BytePath[] {
  const there = new Set(namesIn(folder))
  return names.filter((name) => there.has(name))
}

function remove(trees: TreesToRemove, exitCodes: readonly number[], options: RunOptions) {
  const command = each(trees, ['rm', '--recursive', '--force', '--one-file-system', '--'])
  return run({ ...command, title: titles.cleanUp({}), exitCodes }, options)
}

/** By xargs, because an argument of Node can only be UTF-8. */
function each({ folder, names }: TreesToRemove, words: readonly string[]) {
  return {
    argv: [...dieWithParent, 'xargs', '--null', ...words] as const,
    cwd: folder,
    input: Buffer.concat(names.flatMap((name) => [Buffer.from('./'), bufferFromBytePath(name), Buffer.from('\0')])),
    env: { LC_ALL: 'C' },
  }
}
