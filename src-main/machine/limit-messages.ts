import { Transform } from 'node:stream'

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
