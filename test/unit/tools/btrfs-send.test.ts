import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSendReader, type SendCommand } from '../../../src-main/tools/btrfs/btrfs-send-stream.ts'

const file = readFileSync(path.resolve(import.meta.dirname, '../../fixtures/btrfs/send-6.2.bin'))
const stream = file.subarray(file.indexOf('\n') + 1)

function read(pieces: readonly Buffer[]): readonly SendCommand[] {
  const told: SendCommand[] = []
  const reader = createSendReader((command) => told.push(command))
  for (const piece of pieces) reader.push(piece)
  reader.end()
  return told
}

describe('the stream of btrfs send', () => {
  it('tells what was done, with names as they are', () => {
    const told = read([stream])
    expect(told).toContainEqual({
      kind: 'renamed',
      path: expect.stringMatching(/^o\d+-/) as unknown,
      to: 'new\nl\xe9ne',
    })
    expect(told).toContainEqual({ kind: 'linked', path: 'f3', existing: 'd/f3' })
    expect(told).toContainEqual({ kind: 'removed', path: 'd/f2' })
    expect(told).toContainEqual({ kind: 'linked', path: 'moved', existing: 'd/f1' })
    expect(told).toContainEqual({ kind: 'xattr', path: 'd/f4' })
    expect(told).toContainEqual({ kind: 'touched', path: 'd/f4' })
    expect(told).toContainEqual({ kind: 'times', path: 'd/f4' })
    expect(told).toContainEqual({ kind: 'data', path: 'new\nl\xe9ne', offset: 0, length: 1 })
    expect(told).toContainEqual({ kind: 'made', path: expect.stringMatching(/^o\d+-/) as unknown, isFolder: true })
  })

  it('does not depend on where it is cut into pieces', () => {
    const whole = read([stream])
    for (let at = 0; at <= stream.length; at += 1) {
      expect(read([stream.subarray(0, at), stream.subarray(at)])).toEqual(whole)
    }
    expect(read(Array.from(stream, (byte) => Buffer.from([byte])))).toEqual(whole)
  })

  it('refuses one that is not whole, or is something else', () => {
    for (const length of [0, 5, 17, 60, stream.length - 1])
      expect(() => read([stream.subarray(0, length)])).toThrow(/unreadable/)
    expect(() => read([Buffer.from('At subvol b\nbtrfs-stream')])).toThrow(/unreadable/)
    const broken = Buffer.from(stream)
    broken.writeUInt32LE(0xffffffff, 17)
    expect(() => read([broken])).toThrow(/unreadable/)
  })
})
