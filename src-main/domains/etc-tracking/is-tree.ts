/** Whether files, folders and links can stand together as they are told. */
import type { BytePath } from '../../kernel/byte-path.ts'

interface Told {
  /** With a leading slash. */
  readonly path: BytePath
  readonly kind: 'file' | 'folder' | 'link' | 'absent'
}

/**
 * Each path once, and nothing below a file or a link. Whoever makes them would write through a link to wherever it leads. What is
 * absent may be below one: nothing is made of it.
 */
export function isTree(entries: readonly Told[]): boolean {
  const paths = new Set(entries.map((entry) => entry.path))
  if (paths.size < entries.length) return false
  const closed = new Set(
    entries.flatMap((entry) => (entry.kind === 'file' || entry.kind === 'link' ? [entry.path] : [])),
  )
  const lengths = new Set([...closed].map((one) => one.length))
  return entries.every((entry) => entry.kind === 'absent' || !isBelow(entry.path, closed, lengths))
}

/** Only what is as long as one of them is looked up: a path may have very many parts. */
function isBelow(one: BytePath, closed: ReadonlySet<BytePath>, lengths: ReadonlySet<number>): boolean {
  for (let end = one.indexOf('/', 1); end !== -1; end = one.indexOf('/', end + 1))
    if (lengths.has(end) && closed.has(one.slice(0, end))) return true
  return false
}
