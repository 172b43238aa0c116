import { describe, expect, it } from 'vitest'
import { isLockRefusal, parseInfo } from '../../../src-main/tools/guests/qemu-img.ts'
import { recordedText } from './recorded.ts'

const printed = (name: string) => recordedText(`qemu-img/${name}`)

describe('what qemu-img prints', () => {
  it.each(['info-overlay-7.2.txt', 'info-overlay-10.0.txt'])('tells what an overlay builds on: %s', (name) => {
    expect(parseInfo(printed(name))).toEqual({
      kind: 'qcow2',
      virtualBytes: 67_108_864,
      backingFile: 'base.qcow2',
      dataFile: undefined,
    })
  })

  it('tells when the contents are in another file', () => {
    expect(parseInfo(printed('info-data-file-10.0.txt'))).toMatchObject({ dataFile: '/tmp/qi/data.raw' })
  })

  it('tells that another process has the image open', () => {
    expect(isLockRefusal(printed('info-in-use-10.0.txt'))).toBe(true)
    expect(isLockRefusal("qemu-img: Could not open 'no.qcow2': Image is not in qcow2 format")).toBe(false)
  })

  it('is an error when it cannot be read, or is about another format', () => {
    expect(() => parseInfo('')).toThrow(/qemu-img info/)
    expect(() => parseInfo('{"format":"raw","virtual-size":1}')).toThrow(/qemu-img info/)
  })
})
