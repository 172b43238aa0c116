/** Content made from a seed: the same on every machine, and on both laptops where it is meant to be the same. */
import { createCipheriv, createHash } from 'node:crypto'

/** Bytes that cannot be compressed. */
export function randomBytesOf(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

export interface Random {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number
}

/** Mulberry32: small, fast, and good enough to choose sizes and names. */
export function randomOf(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return { below: (limit) => next() % limit }
}

const words =
  'the of and a to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people my than first water been call who oil its now find long down day did get come made may part'.split(
    ' ',
  )

/** A long text of which every file is a piece, so that 100,000 files cost no thinking. */
export function textPool(bytes: number): Buffer {
  const random = randomOf('text')
  const lines: string[] = []
  let length = 0
  while (length < bytes) {
    const line = Array.from({ length: 6 + random.below(9) }, () => words[random.below(words.length)]).join(' ')
    lines.push(line)
    length += line.length + 1
  }
  return Buffer.from(lines.join('\n'))
}
