import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { settledStamp } from '../../../src-main/tools/files/file-stamp.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
const at = (name: string): string => path.join(folder, name)
/** As long after the last change as it takes for the next one to have another time. */
const stamp = (nowMs = Date.now() + 2_000): string | undefined =>
  settledStamp([at('status'), at('updates'), at('arch')], nowMs)

beforeEach(() => {
  folder = ownFolder('settled')
  writeFileSync(at('status'), 'one')
  mkdirSync(at('updates'))
})

/** dpkg's way of writing. */
function replace(name: string, text: string): void {
  writeFileSync(at(`${name}-new`), text)
  renameSync(at(`${name}-new`), at(name))
}

describe('the stamp of what dpkg replaces', () => {
  it('is the same while nothing changes', () => {
    expect(stamp()).toBeDefined()
    expect(stamp()).toBe(stamp())
  })

  it.each([
    { what: 'a file is replaced by one of the same size', change: () => replace('status', 'two') },
    { what: 'a file is written', change: () => writeFileSync(at('status'), 'more than before') },
    { what: 'a name comes into a folder', change: () => writeFileSync(at('updates/0001'), '') },
    { what: 'a file appears that was not there', change: () => replace('arch', 'i386') },
    { what: 'a file goes', change: () => rmSync(at('status')) },
  ])('is another one when $what', ({ change }) => {
    const before = stamp()
    change()
    expect(stamp()).not.toBe(before)
  })

  it('is none within two seconds of the last change, nor where the clock says that it is still to come', () => {
    const changedMs = Number(lstatSync(at('status'), { bigint: true }).ctimeMs)
    expect(stamp(changedMs + 100)).toBeUndefined()
    expect(stamp(changedMs - 60_000)).toBeUndefined()
  })
})
