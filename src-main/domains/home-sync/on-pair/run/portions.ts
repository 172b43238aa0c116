/** A fetch in portions: what one has brought is proven before the next begins, and recorded beside it. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { FileToFetch, Lines } from './find-lines.ts'

export interface PortionLimit {
  readonly files: number
  readonly bytes: number
}

export interface Portion {
  readonly sent: readonly BytePath[]
  /** Among it; a folder is proven when all that comes into it is there, as its time moves before. */
  readonly proven: readonly BytePath[]
  /** Those that can be recorded. */
  readonly files: readonly FileToFetch[]
}

/**
 * Of what is to be fetched and not `isKept`. Names of one file are in one portion, or rsync would not know that they are
 * one; folders come first, so that each of them is one when something comes into it.
 */
export function portionsOf(
  { fetched, folders, files }: Pick<Lines, 'fetched' | 'folders' | 'files'>,
  isKept: (path: BytePath) => boolean,
  limit: PortionLimit,
): readonly Portion[] {
  const sent = fetched.filter((path) => !isKept(path))
  const open = files.filter(({ path }) => !isKept(path))
  const lots = lotsOf(open, limit)
  if (sent.length === 0) return []
  if (lots.length < 2) return [{ sent, proven: sent, files: open }]
  const single = new Set(open.map(({ path }) => path))
  const isFolder = new Set(folders)
  const others = sent.filter((path) => !single.has(path))
  const before = { sent: others, proven: others.filter((path) => !isFolder.has(path)), files: [] }
  return [before, ...lots.map(portionOf), { sent: folders, proven: folders, files: [] }].filter(
    (portion) => portion.sent.length > 0,
  )
}

function portionOf(files: readonly FileToFetch[]): Portion {
  const paths = files.map(({ path }) => path)
  return { sent: paths, proven: paths, files }
}

/** One that is larger than a portion is one by itself. */
function lotsOf(files: readonly FileToFetch[], limit: PortionLimit): readonly (readonly FileToFetch[])[] {
  const lots: FileToFetch[][] = []
  let bytes = 0
  for (const file of files) {
    const last = lots.at(-1)
    const isOther = last?.at(-1)?.isLast !== file.isLast
    if (last === undefined || isOther || last.length >= limit.files || bytes + file.bytes > limit.bytes) {
      lots.push([file])
      bytes = 0
    } else last.push(file)
    bytes += file.bytes
  }
  return lots
}
