/** dpkg-divert(1): files of packages that stand elsewhere. */
import { readOwnText } from '../files/own-file.ts'
import { isErrno } from '../../kernel/errno.ts'
import { unreadableAnswer } from '../run.ts'

const file = '/var/lib/dpkg/diversions'

export interface LocalDiversion {
  readonly path: string
  readonly to: string
}

/** Those of the administrator, by the path of the package's file. */
export function readLocalDiversions(): LocalDiversion[] {
  try {
    return parseDiversions(readOwnText(file))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}

/** Three lines for each: the path, where it stands instead, and the package that wants it so; ":" is the administrator. */
export function parseDiversions(text: string): LocalDiversion[] {
  const lines = text.split('\n').slice(0, -1)
  if (lines.length % 3 !== 0 || (text !== '' && !text.endsWith('\n'))) throw unreadableAnswer('dpkg-divert', text)
  return lines
    .flatMap((path, index) => {
      const [to, by] = lines.slice(index + 1, index + 3)
      return index % 3 === 0 && to !== undefined && by === ':' ? [{ path, to }] : []
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1))
}
