import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isLockRefusal, parseInfo } from '../../../src-main/tools/guests/qemu-img.ts'

const recorded = (name: string) =>
  readFileSync(`test/fixtures/qemu-img/${name}`, 'utf8').split('\n').slice(1).join('\n')

describe('what qemu-img prints', () => {
  it.each(['info-overlay-7.2.txt', 'info-overlay-10.0.txt'])('tells what an overlay builds on: %s', (name) => {
    expect(parseInfo(recorded(name))).toEqual({
      kind: 'qcow2',
      virtualBytes: 67_108_864,
      backingFile: 'base.qcow2',
      dataFile: undefined,
    })
  })

  it('tells when the contents are in another file', () => {
    expect(parseInfo(recorded('info-data-file-10.0.txt'))).toMatchObject({ dataFile: '/tmp/qi/data.raw' })
  })

  it('tells that another process has the image open', () => {
    expect(isLockRefusal(recorded('info-in-use-10.0.txt'))).toBe(true)
    expect(isLockRefusal("qemu-img: Could not open 'no.qcow2': Image is not in qcow2 format")).toBe(false)
  })

  it('is an error when it cannot be read, or is about another format', () => {
    expect(() => parseInfo('')).toThrow(/qemu-img info/)
    expect(() => parseInfo('{"format":"raw","virtual-size":1}')).toThrow(/qemu-img info/)
  })
})
