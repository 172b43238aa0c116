/** Records that end with NUL: what a program prints while it runs, or a file, of any length, a piece at a time. */
import { closeSync, openSync, readSync } from 'node:fs'
import type { BytePath } from '../../kernel/byte-path.ts'

/** What V8 allocates in its small young generation and lets go there. Larger texts are kept until all memory is looked through. */
const pieceBytes = 1 << 16

export interface RecordReader {
  push(piece: Buffer): void
  /** What came after the last NUL: empty when everything arrived. */
  rest(): BytePath
}

/** What `tell` throws is thrown by `push`. */
export function readRecords(tell: (record: BytePath) => void): RecordReader {
  let rest = ''
  return {
    push(piece) {
      const records = (rest + piece.toString('latin1')).split('\0')
      rest = records.pop() ?? ''
      records.forEach(tell)
    },
    rest: () => rest,
  }
}

/**
 * Those of a file, as many at once as a piece of it holds. What comes after the last NUL is an Error, or `mayBeCutOff` and then
 * not told.
 */
export function* readRecordFile(
  file: string,
  { mayBeCutOff = false }: { readonly mayBeCutOff?: boolean } = {},
): Generator<readonly string[]> {
  const descriptor = openSync(file, 'r')
  try {
    const piece = Buffer.allocUnsafe(pieceBytes)
    let rest = ''
    for (let count = 0; (count = readSync(descriptor, piece, 0, pieceBytes, null)) > 0;) {
      const records = (rest + piece.toString('latin1', 0, count)).split('\0')
      rest = records.pop() ?? ''
      yield records
    }
    if (rest !== '' && !mayBeCutOff) throw new Error(`${file} is cut off`)
  } finally {
    closeSync(descriptor)
  }
}
