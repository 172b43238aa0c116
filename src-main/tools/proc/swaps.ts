/** /proc/swaps: files and partitions that are swapped to (proc_swaps(5)). */
import { readOwnText } from '../files/own-file.ts'
import { unreadableAnswer } from '../run.ts'

/** Swap files in use. A subvolume that holds one cannot be snapshotted. */
export function readSwapFiles(): readonly string[] {
  return parseSwaps(readOwnText('/proc/swaps', 'latin1'))
}

/** Blanks and the like in names are written as `\040`. */
export function parseSwaps(text: string): readonly string[] {
  const [head, ...lines] = text.split('\n')
  if (head?.startsWith('Filename') !== true) throw unreadableAnswer('/proc/swaps', text)
  return lines
    .map((line) => /^(\S+)\s+file\s/.exec(line)?.[1])
    .filter((name) => name !== undefined)
    .map((name) => name.replace(/\\(\d{3})/g, (_match, digits: string) => String.fromCharCode(parseInt(digits, 8))))
}
