/**
 * How a run of GNU find ended (exit 0 or 1, LC_ALL=C). 0: all was listed (find(1), EXIT STATUS), whatever stands on standard error:
 * the loader or a preloaded library may write there at each start of a program. 1: something was not, and find names each by a line
 * of its own, "find: './a': Permission denied"; without one it was not find that ended so.
 */
import type { RunResult } from '../run.ts'
import { toolsMessages } from '../messages.ts'

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
