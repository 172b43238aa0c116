/** Records that a program ends with NUL, told one by one while it runs: what it prints may be of any length. */
import type { BytePath } from '../../kernel/byte-path.ts'

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
