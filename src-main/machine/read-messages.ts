/** What the other end sends, as messages within bounds. It may be another program than ours. */
import { type Readable, Transform } from 'node:stream'
import { StreamMessageReader, type Message } from 'vscode-jsonrpc/node'
import { maxMessageBytes } from './wire.ts'

export function readMessages(from: Readable): StreamMessageReader {
  return new StreamMessageReader(from.pipe(limitMessages(maxMessageBytes)), {
    // Whatever it is, the library takes it apart.
    contentTypeDecoder: {
      name: 'application/json',
      decode: (bytes) => new Promise((resolve) => resolve(parseBoundedJson(bytes) as Message)),
    },
  })
}

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

/** "Content-Length: 134217728" and two line ends. */
const maxHeaderBytes = 32

/**
 * Passes framed messages through ("Content-Length: N", empty line, N bytes) and ends with an error at any other header, and
 * at one that announces more than `maxBytes`: vscode-jsonrpc itself has no bound. Nothing but this one line is a header,
 * because what has two lengths would be another message here than there.
 */
export function limitMessages(maxBytes: number): Transform {
  let header = ''
  let bodyLeft = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let offset = 0
      while (offset < chunk.length) {
        if (bodyLeft > 0) {
          const taken = Math.min(bodyLeft, chunk.length - offset)
          bodyLeft -= taken
          offset += taken
          continue
        }
        header += String.fromCharCode(chunk[offset] ?? 0)
        offset += 1
        const isWhole = header.endsWith('\r\n\r\n')
        if (!isWhole && header.length <= maxHeaderBytes) continue
        const length = /^Content-Length: (\d{1,10})\r\n\r\n$/.exec(header)?.[1]
        if (length === undefined || Number(length) > maxBytes) {
          done(new Error(length === undefined ? 'a message has no header' : 'a message is too large'))
          return
        }
        bodyLeft = Number(length)
        header = ''
      }
      done(null, chunk)
    },
  })
}
