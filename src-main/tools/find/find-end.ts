/**
 * How a run of GNU find ended (exit 0 or 1, LC_ALL=C). 0: all was listed (find(1), EXIT STATUS), whatever stands on standard error:
 * the loader or a preloaded library may write there at each start of a program. 1: something was not, and find names each by a line
 * of its own, "find: './a': Permission denied"; without one it was not find that ended so.
 */
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import type { Message } from '../../kernel/message.ts'
import { readRecords } from '../files/nul-records.ts'
import { toolsMessages } from '../messages.ts'
import { run, unreadableAnswer, type RunOptions, type RunResult } from '../run.ts'

/** Root may look at everything but another person's FUSE mount. */
const isDenial = (line: string): boolean => line.endsWith(': Permission denied')
const isGone = (line: string): boolean => line.endsWith(': No such file or directory')

export interface FindEnd {
  /** Something was not shown because the account may not look at it. */
  readonly denied: boolean
}

/** A start that is not there is no failure. Throws when anything else is missing from what was listed. */
export function readFindEnd({ exitCode, stderr }: Pick<RunResult, 'exitCode' | 'stderr'>): FindEnd {
  if (exitCode === 0) return { denied: false }
  const said = stderr.split('\n').filter((line) => line.startsWith('find: '))
  const unexpected = said.filter((line) => !isDenial(line) && !isGone(line))
  if (said.length > 0 && unexpected.length === 0) return { denied: said.some(isDenial) }
  const words = unexpected.length > 0 ? unexpected.slice(0, 20).join('\n') : stderr.trim().slice(0, 4_000)
  throw toolsMessages.filesNotListed({}, { details: `find ended with ${exitCode}: ${words}` })
}

interface FindRun {
  readonly title: Message
  readonly argv: readonly [string, ...string[]]
  readonly root: string
  /** Relative to the root; "" is the root itself. */
  readonly start: BytePath
}

/** Runs a find that reads its start from its input (-files0-from -) and prints records that end with NUL. */
export async function findRecords(
  { title, argv, root, start }: FindRun,
  tell: (record: BytePath) => void,
  options: RunOptions,
): Promise<FindEnd> {
  const reader = readRecords(tell)
  const end = await run(
    {
      ...{ title, argv, cwd: root, env: { LC_ALL: 'C' } },
      input: Buffer.concat([bufferFromBytePath(`./${start}`), Buffer.from('\0')]),
      // 1: something could not be listed: `readFindEnd` says what follows.
      exitCodes: [0, 1],
      onBytes: (piece) => reader.push(piece),
    },
    options,
  )
  if (reader.rest() !== '') throw unreadableAnswer('find', reader.rest())
  return readFindEnd(end)
}
