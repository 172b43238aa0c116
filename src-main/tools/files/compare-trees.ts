/** Whether what stands at paths of one tree is known to be what stands there in another of the same disk. */
import { availableParallelism } from 'node:os'
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import program from './compare-trees.pl'
import calls from './place-calls.pl'
import entries from './place-entries.pl'
import trees from './place-trees.pl'
import blocks from './same-blocks.pl'

export interface TwoFolders {
  /** Two folders that root alone can reach, and in which nothing moves. */
  readonly roots: readonly [string, string]
  /** Relative to both. */
  readonly paths: readonly BytePath[]
}

/**
 * For each path whether it is known to stand in both with the same type, mode, owner, modification time, attributes and
 * contents. Contents that are the same blocks of one disk (a reflink) are the same, and are not read; others only up to 128 KiB.
 * False says nothing: it may be the same, or the kernel cannot read it.
 *
 * @throws AppError "tool-failed" when a root cannot be opened; "cancelled".
 */
export async function areKnownSame({ roots, paths }: TwoFolders, options: RunOptions): Promise<readonly boolean[]> {
  if (paths.length === 0) return []
  const most = Math.min(programsAtMost, availableParallelism())
  const share = Math.max(filesForEach, Math.ceil(paths.length / most))
  const asked: Promise<readonly boolean[]>[] = []
  for (let at = 0; at < paths.length; at += share) {
    asked.push(askProgram({ roots, paths: paths.slice(at, at + share) }, options))
  }
  return (await Promise.all(asked)).flat()
}

/** More of them would wait for the disk. */
const programsAtMost = 4
/** One takes as long to start as some hundred files take it. */
const filesForEach = 250

async function askProgram({ roots, paths }: TwoFolders, options: RunOptions): Promise<readonly boolean[]> {
  const { stdout } = await run(
    {
      title: titles.compareTrees({}),
      argv: ['perl', '-e', [calls, entries, trees, blocks, program].join('\n')],
      cwd: '/',
      input: frame([...roots.map(bytePathFromText), ...paths]),
      diesWithAgent: true,
    },
    options,
  )
  if (stdout.length !== paths.length || /[^01]/.test(stdout))
    throw unreadableAnswer('perl', `${stdout.length} of ${paths.length} answers`)
  return Array.from(stdout, (one) => one === '1')
}

/** Fields of bytes, each with its length before it (four bytes, big-endian). A buffer for each would take 400 bytes more. */
export function frame(fields: readonly BytePath[]): Buffer {
  const framed = Buffer.allocUnsafe(fields.reduce((sum, { length }) => sum + 4 + length, 0))
  let at = 0
  for (const field of fields) {
    at = framed.writeUInt32BE(field.length, at)
    at += framed.write(field, at, 'latin1')
  }
  return framed
}

/** Those that are whole with this piece; what is not yet whole waits for the next one. */
export function readFrames(): { push(piece: Buffer): readonly Buffer[] } {
  let rest: Buffer = Buffer.alloc(0)
  return {
    push(piece) {
      rest = Buffer.concat([rest, piece])
      const { whole, end } = splitFrames(rest)
      rest = rest.subarray(end)
      return whole
    },
  }
}

export function splitFrames(bytes: Buffer): { readonly whole: readonly Buffer[]; readonly end: number } {
  const whole: Buffer[] = []
  let at = 0
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    whole.push(bytes.subarray(at + 4, end))
    at = end
  }
  return { whole, end: at }
}
