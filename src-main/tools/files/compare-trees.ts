/** Whether what stands at paths of one tree is known to be what stands there in another of the same disk. */
import { availableParallelism } from 'node:os'
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import program from './compare-trees.pl'
import { frame } from './frames.ts'
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
