/** What the other end sends, as messages within bounds. It may be another program than ours. */
import type { Readable } from 'node:stream'
import { StreamMessageReader, type Message } from 'vscode-jsonrpc/node'
import { parseBoundedJson } from './bounded-json.ts'
import { limitMessages } from './limit-messages.ts'
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
