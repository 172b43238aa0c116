import { chmodSync, lstatSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createEtcMemory } from '../../../src-main/domains/etc-tracking/on-machine/etc-memory.ts'
import { ownFolder } from '../../own-folder.ts'

const content = { bytes: 4, sha256: 's', md5: 'm', secret: false, bound: undefined }
const later = () => Date.now() + 200_000
let folder: string
let file: string
const stat = () => lstatSync(file, { bigint: true })

beforeEach(() => {
  folder = ownFolder('etc-memory')
  file = path.join(folder, 'some.conf')
  writeFileSync(file, 'text')
})

describe('what was read of a file of /etc', () => {
  it('is known as long as nothing of the file changes', () => {
    const memory = createEtcMemory(later)
    memory.keep('/some.conf', stat(), content)
    expect(memory.find('/some.conf', stat())?.content).toEqual(content)
    expect(memory.find('/other.conf', stat())).toBeUndefined()
  })

  it.each([
    ['its contents', () => writeFileSync(file, 'TEXT')],
    ['its mode', () => chmodSync(file, 0o600)],
    [
      'the file itself, by another of the same name',
      () => {
        rmSync(file)
        writeFileSync(file, 'text')
      },
    ],
  ])('is forgotten after a change of %s', (_what, change) => {
    const memory = createEtcMemory(later)
    memory.keep('/some.conf', stat(), content)
    change()
    expect(memory.find('/some.conf', stat())).toBeUndefined()
  })

  it('is not kept of one that has only just changed: it could change again under the same time', () => {
    // Through a mapping, until a page that is written to waits for the disk no more.
    for (const passedMs of [0, 60_000]) {
      const memory = createEtcMemory(() => Date.now() + passedMs)
      memory.keep('/some.conf', stat(), content)
      expect(memory.find('/some.conf', stat())).toBeUndefined()
    }
  })

  it('is forgotten when everything is to be read again', () => {
    const memory = createEtcMemory(later)
    memory.keep('/some.conf', stat(), content)
    memory.forgetAll()
    expect(memory.find('/some.conf', stat())).toBeUndefined()
  })

  it('is forgotten when the laptop gets another name, which the file may hold', () => {
    let host = 'p17'
    const memory = createEtcMemory(later, () => host)
    memory.keep('/some.conf', stat(), content)
    host = 'xps'
    expect(memory.find('/some.conf', stat())).toBeUndefined()
  })
})
