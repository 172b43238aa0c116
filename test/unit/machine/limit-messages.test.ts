import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { limitMessages } from '../../../src-main/machine/read-messages.ts'

async function pass(chunks: readonly string[]): Promise<string> {
  const input = new PassThrough()
  const limited = input.pipe(limitMessages(100))
  for (const chunk of chunks) input.write(chunk)
  input.end()
  let text = ''
  for await (const chunk of limited as AsyncIterable<Buffer>) text += chunk.toString('utf8')
  return text
}

it('passes messages through, however they are cut into pieces', async () => {
  const message = 'Content-Length: 5\r\n\r\nhelloContent-Length: 2\r\n\r\nhi'
  for (let at = 1; at < message.length; at += 1) {
    expect(await pass([message.slice(0, at), message.slice(at)])).toBe(message)
  }
})

it('ends with an error at a message that announces too much', async () => {
  await expect(pass(['Content-Length: 101\r\n\r\n'])).rejects.toThrow(/too large/)
})

it('ends with an error at a header that never ends', async () => {
  await expect(pass(['x'.repeat(5_000)])).rejects.toThrow(/no header/)
})

it('ends with an error at a header that another reader could take for another length', async () => {
  for (const header of [
    'X-Content-Length: 1\r\nContent-Length: 5000\r\n\r\n',
    'Content-Length: 1\r\nContent-Length: 5000\r\n\r\n',
    'Content-Length: 1 5000\r\n\r\n',
    'content-length: 1\r\n\r\n',
  ])
    await expect(pass([header]), header).rejects.toThrow(/no header/)
})
