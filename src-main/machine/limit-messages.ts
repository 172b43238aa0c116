import { Transform } from 'node:stream'

const maxHeaderBytes = 4_096

/**
 * Passes framed messages through ("Content-Length: N", empty line, N bytes) and ends with an error at a header that is
 * too long or announces more than `maxBytes`: vscode-jsonrpc itself has no bound.
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
        if (header.length > maxHeaderBytes) {
          done(new Error('a message header is too long'))
          return
        }
        if (!header.endsWith('\r\n\r\n')) continue
        const length = Number(/content-length: *(\d+)/i.exec(header)?.[1] ?? Number.NaN)
        if (!Number.isSafeInteger(length) || length > maxBytes) {
          done(new Error('a message is too large'))
          return
        }
        bodyLeft = length
        header = ''
      }
      done(null, chunk)
    },
  })
}
