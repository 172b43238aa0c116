/**
 * Lets files share their blocks by FIDEDUPERANGE (ioctl_fideduperange(2)), in which the kernel compares every byte while it has locked
 * both: whatever was thought of them before, no contents change, nor times, owners and modes. A snapshot stays read-only; its
 * `changed` moves all the same (`showLineage`).
 *
 * Whoever can write in a tree may exchange names for links, FIFOs and other files at every instant: what is opened is the inode that was
 * listed, in its subvolume, in the version that was listed, or nothing.
 */
import { Readable } from 'node:stream'
import { bytePathFromText } from '../../kernel/byte-path.ts'
import { frame, readFrames } from '../files/frames.ts'
import calls from '../files/place-calls.pl'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import type { FileInTree } from './file-versions.ts'
import files from './files.pl'
import program from './share-blocks.pl'
import trees from './trees.pl'

/** `into` gets the blocks of `from`. */
export interface ToShare {
  readonly from: FileInTree
  readonly into: FileInTree
}

/**
 * differs: other bytes. busy: it is being sent, or is on what is read-only for now, and may be asked again. changed, gone: since it was
 * listed. not-permitted, not-supported: by the kernel, and would be again.
 */
const words = ['shared', 'differs', 'busy', 'changed', 'gone', 'not-permitted', 'not-supported'] as const
export type ShareWord = (typeof words)[number]

export interface Shared {
  readonly word: ShareWord
  /** 0 where it lay there already. */
  readonly bytes: number
}

/**
 * Tells of each in turn, at most 16 MiB of each at a time, both read just before. It can be killed at every instant, and goes on by being
 * asked again for those that were not told.
 *
 * @throws AppError "disk-full"; "cancelled".
 */
export async function shareBlocks(
  roots: readonly string[],
  asked: readonly ToShare[],
  tell: (shared: Shared, index: number) => void,
  options: RunOptions,
): Promise<void> {
  const reader = readFrames()
  let count = 0
  await run(
    {
      title: titles.shareBlocks({}),
      argv: ['perl', '-e', [calls, trees, files, program].join('\n')],
      cwd: '/',
      input: Readable.from(framed(roots, asked)),
      diesWithAgent: true,
      onBytes: (piece) => {
        for (const answer of reader.push(piece)) {
          tell(parseShared(answer.toString('latin1')), count)
          count += 1
        }
      },
    },
    options,
  )
  if (count !== asked.length) throw unreadableAnswer('perl', `${count} of ${asked.length} answers`)
}

function* framed(roots: readonly string[], asked: readonly ToShare[]): Generator<Buffer> {
  yield frame([String(roots.length), ...roots.map(bytePathFromText)])
  for (let at = 0; at < asked.length; at += atOnce)
    yield frame(asked.slice(at, at + atOnce).flatMap(({ from, into }) => [from, into]))
}

const atOnce = 1_000

export function parseShared(answer: string): Shared {
  const [name, bytes = ''] = answer.split(' ')
  const word = words.find((one) => one === name)
  if (word === undefined || !/^\d+$/.test(bytes)) throw unreadableAnswer('perl', answer)
  return { word, bytes: Number(bytes) }
}
