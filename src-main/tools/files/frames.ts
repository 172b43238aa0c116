/** How programs of ours are given fields of any bytes, and give them back (place-calls.pl, `readField`). */
import type { BytePath } from '../../kernel/byte-path.ts'

/** Fields of bytes, each with its length before it (four bytes, big-endian). A buffer for each would take 400 bytes more. */
export function frame(fields: readonly BytePath[]): Buffer {
  const framed = Buffer.allocUnsafe(fields.reduce((sum, { length }) => sum + 4 + length, 0))
  let at = 0
  for (const field of fields) {
    at = framed.writeUInt32BE(field.length, at)
    at += framed.write(field, at, 'latin1')
  }
  return framed
}

/** Those that are whole with this piece; what is not yet whole waits for the next one. */
export function readFrames(): { push(piece: Buffer): readonly Buffer[] } {
  let rest: Buffer = Buffer.alloc(0)
  return {
    push(piece) {
      rest = Buffer.concat([rest, piece])
      const { whole, end } = splitFrames(rest)
      rest = rest.subarray(end)
      return whole
    },
  }
}

export function splitFrames(bytes: Buffer): { readonly whole: readonly Buffer[]; readonly end: number } {
  const whole: Buffer[] = []
  let at = 0
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    whole.push(bytes.subarray(at + 4, end))
    at = end
  }
  return { whole, end: at }
}
