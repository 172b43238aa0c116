import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'

/** Fields of bytes, each with its length before it (four bytes, big-endian). */
export function frame(fields: readonly BytePath[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(field.length)
      return [length, bufferFromBytePath(field)]
    }),
  )
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
