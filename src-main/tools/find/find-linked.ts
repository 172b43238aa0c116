import { bytePathFromBuffer, type BytePath } from '../../kernel/byte-path.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface LinkedFile {
  /** Below the root. */
  readonly path: BytePath
  readonly device: string
  readonly inode: string
}

export function findLinkedArgv(root: string): readonly [string, ...string[]] {
  return ['find', '-P', root, '-type', 'f', '-links', '+1', '-printf', '%D %i %P\\0']
}

/** All regular files that have more than one name, each name of them. */
export async function findLinked(root: string, options: RunOptions): Promise<readonly LinkedFile[]> {
  const { bytes } = await run(
    { title: titles.listLinkedFiles({}), argv: findLinkedArgv(root), env: { LC_ALL: 'C' }, diesWithAgent: true },
    options,
  )
  const records = bytePathFromBuffer(bytes).split('\0').slice(0, -1)
  return records.map((record) => {
    const [, device, inode, path] = /^(\d+) (\d+) ([^]+)$/.exec(record) ?? []
    if (device === undefined || inode === undefined || path === undefined) throw unreadableAnswer('find', record)
    return { path, device, inode }
  })
}
