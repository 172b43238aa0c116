/** GNU find (findutils 4.9 and 4.10): every name that a file with several has. */
import type { BytePath } from '../kernel/byte-path.ts'
import { run, unreadableAnswer, type RunOptions } from './run.ts'

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
  const { bytes } = await run(
    {
      title: 'look for the other names of files',
      argv: listNamesArgv(root),
      env: { LC_ALL: 'C' },
      diesWithAgent: true,
    },
    options,
  )
  return parseNames(bytes).flatMap(({ ino, path }) => (inodes.has(ino) ? [path] : []))
}

export function parseNames(bytes: Buffer): readonly { readonly ino: number; readonly path: BytePath }[] {
  const records = bytes.toString('latin1').split('\0')
  if (records.pop() !== '') throw unreadableAnswer('find', bytes.toString().slice(-200))
  return records.map((text) => {
    const slash = text.indexOf('/')
    if (slash < 1 || !/^\d+$/.test(text.slice(0, slash))) throw unreadableAnswer('find', text)
    return { ino: Number(text.slice(0, slash)), path: text.slice(slash + 1) }
  })
}
