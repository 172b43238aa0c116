import { maxMessageBytes } from './wire.ts'

/** The deepest message that is made has a dozen levels. */
const maxDepth = 100
/** An empty object takes twenty times its two bytes in memory. What is really sent has more bytes for each. */
const maxContainers = maxMessageBytes / 32

const byte = { quote: 0x22, backslash: 0x5c, openList: 0x5b, closeList: 0x5d, openObject: 0x7b, closeObject: 0x7d }

/** A message as JSON. What would take far more memory than it has bytes, or cannot be walked, is refused before it is read. */
export function parseBoundedJson(bytes: Uint8Array): unknown {
  checkShape(bytes)
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
}

function checkShape(bytes: Uint8Array): void {
  let depth = 0
  let containers = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const here = bytes[at]
    if (here === byte.quote) {
      at = endOfString(bytes, at + 1)
    } else if (here === byte.openList || here === byte.openObject) {
      depth += 1
      containers += 1
      if (depth > maxDepth) throw new Error('a message is nested too deeply')
      if (containers > maxContainers) throw new Error('a message has too many parts')
    } else if (here === byte.closeList || here === byte.closeObject) {
      depth -= 1
    }
  }
}

/** Where the quote is that ends it. */
function endOfString(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== byte.quote) at += bytes[at] === byte.backslash ? 2 : 1
  return at
}
