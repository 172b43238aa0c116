/** find(1): the empty folders that a snapshot has where other subvolumes were. All of them have inode 2 (btrfs on-disk format). */
import { dieWithParent, run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** Relative to `top`. */
export async function findEmptySubvolumes(top: string, options: RunOptions): Promise<readonly string[]> {
  const test = ['-xdev', '-type', 'd', '-inum', '2', '-printf', '%P\\0']
  const argv = [...dieWithParent, 'find', '-P', top, ...test] as const
  const { stdout } = await run({ title: titles.listHome({}), argv }, options)
  return stdout.split('\0').filter((name) => name !== '')
}
