/** GNU find (findutils 4.9 and 4.10): every name that a file with several has. */
import type { BytePath } from '../../kernel/byte-path.ts'
import { readRecords } from '../files/nul-records.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'

/** Inode number, a slash, the path from the root; ended by NUL. */
const record = '%i/%P\\0'

export function listNamesArgv(root: string): readonly [string, ...string[]] {
  return ['find', '-P', root, '-xdev', '!', '-type', 'd', '-links', '+1', '-printf', record]
}

/** The paths below `root`, which is absolute, of files with these inode numbers. Walks the whole tree. */
export async function listNames(
  root: string,
  inodes: ReadonlySet<number>,
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const found: BytePath[] = []
  const reader = readRecords((text) => {
    const { ino, path } = parseName(text)
    if (inodes.has(ino)) found.push(path)
  })
  await run(
    {
      title: 'look for the other names of files',
      argv: listNamesArgv(root),
      env: { LC_ALL: 'C' },
      diesWithAgent: true,
      onBytes: (piece) => reader.push(piece),
    },
    options,
  )
  if (reader.rest() !== '') throw unreadableAnswer('find', reader.rest().slice(-200))
  return found
}

export function parseName(text: BytePath): { readonly ino: number; readonly path: BytePath } {
  const slash = text.indexOf('/')
  if (slash < 1 || !/^\d+$/.test(text.slice(0, slash))) throw unreadableAnswer('find', text)
  return { ino: Number(text.slice(0, slash)), path: text.slice(slash + 1) }
}
