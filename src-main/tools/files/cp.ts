import { constants } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { dieWithParent, run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/**
 * Copies a file without copying its contents where the file system can share them (btrfs, xfs), else with them. The
 * copy has the NOCOW flag of the folder it is made in. Sharing between a file with the flag and one without is refused
 * by btrfs, and cp then copies.
 */
export async function copySharing(from: string, to: string, options: RunOptions): Promise<void> {
  await run(
    {
      title: titles.copyImage({}),
      argv: ['cp', '--reflink=auto', '--sparse=auto', '--', from, to],
      diesWithAgent: true,
    },
    options,
  )
}

/** A reflink of a file under a name that nobody has. False where the file system has none, or refuses it. */
export async function shareFile(from: string, to: string): Promise<boolean> {
  return copyFile(from, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL).then(
    () => true,
    () => false,
  )
}

export interface CopyTrees {
  readonly root: string
  /** Relative to it; folders with all that is in them. All together below `copyTreesBytes`. */
  readonly paths: readonly BytePath[]
  /** The copies have the same paths below it, the folders on the way are made as they are below `root`. */
  readonly into: string
}

/** As much as one command line can hold: what shares an inode stays shared only within one. */
export const copyTreesBytes = 1_500_000

/**
 * Copies with everything a file has (owner, mode, times, ACLs, xattrs, capabilities, holes, links among them), sharing
 * contents where the file system can. Files and folders that are there already keep their flags (cp(1), coreutils 9).
 */
export async function copyTrees({ root, paths, into }: CopyTrees, options: RunOptions): Promise<void> {
  if (paths.length === 0) return
  await run(
    {
      title: titles.copyFiles({}),
      // xargs, because an argument of Node can only be UTF-8; --exit rather than a second cp.
      argv: [
        ...dieWithParent,
        ...['xargs', '--null', '--exit', '--max-chars=2000000'],
        ...['cp', '--recursive', '--no-dereference', '--parents', '--reflink=auto', '--sparse=auto'],
        ...['--preserve=mode,ownership,timestamps,links,xattr', `--target-directory=${into}`, '--'],
      ],
      cwd: root,
      // Without "./", for which --parents would make `into` itself what `root` is.
      input: Buffer.concat(paths.flatMap((path) => [bufferFromBytePath(path), Buffer.from('\0')])),
      env: { LC_ALL: 'C' },
    },
    options,
  )
}

/** All that a folder holds, and what it has itself, into another one that is there; of what is mounted in it the place alone. */
export async function copyFolder(from: string, to: string, options: RunOptions): Promise<void> {
  const words = ['--archive', '--one-file-system', '--reflink=auto', '--sparse=auto', '--no-target-directory'] as const
  await run({ title: titles.copyFiles({}), argv: ['cp', ...words, '--', from, to], diesWithAgent: true }, options)
}

/** Owner, mode, times, ACLs and xattrs of one folder for another one; nothing that is in it. */
export async function copyAttributes(from: string, to: string, options: RunOptions): Promise<void> {
  const argv = ['cp', '--attributes-only', '--preserve=all', '--recursive', '--no-target-directory', '--'] as const
  await run({ title: titles.copyFiles({}), argv: [...argv, from, to] }, options)
}

/** Each path, with all that it has and is in it, under its own name into `into`, which is there: what cannot be copied is an error. All together below `copyTreesBytes`. */
export async function copyInto(
  { root, paths, into }: Omit<CopyTrees, 'into'> & { readonly into: string },
  options: RunOptions,
): Promise<void> {
  if (paths.length === 0) return
  await run(
    {
      title: titles.copyFiles({}),
      argv: [
        ...[...dieWithParent, 'xargs', '--null', '--exit', '--max-chars=2000000'],
        ...[
          'cp',
          ...['--recursive', '--no-dereference', '--preserve=mode,ownership,timestamps,links,xattr'],
          '--one-file-system',
          '--reflink=auto',
          '--sparse=auto',
          `--target-directory=${into}`,
          '--',
        ],
      ] as [string, ...string[]],
      cwd: root,
      input: Buffer.concat(paths.map((path) => Buffer.concat([bufferFromBytePath(`./${path}`), Buffer.from('\0')]))),
      env: { LC_ALL: 'C' },
    },
    options,
  )
}
