import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { stampOfApt } from '../../../src-main/tools/apt/apt-stamp.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
const file = (name: string) => path.join(folder, 'lists', name)
const stamp = () => stampOfApt([path.join(folder, 'lists')])

beforeEach(() => {
  folder = ownFolder('apt-stamp')
  mkdirSync(file('partial'), { recursive: true })
  writeFileSync(file('Packages'), 'one')
})

describe('the stamp of what apt reads', () => {
  it('is the same as long as nothing is written', async () => {
    expect(await stamp()).toBe(await stamp())
  })

  it.each([
    { what: 'is rewritten with the same size and time', change: () => rewriteAlike('Packages') },
    { what: 'is made in a folder', change: () => writeFileSync(file('partial/new'), '') },
    { what: 'is removed', change: () => rmSync(file('Packages')) },
    { what: 'gets another name', change: () => renameSync(file('Packages'), file('Sources')) },
  ])('is another one when a file $what', async ({ change }) => {
    const before = await stamp()
    change()
    expect(await stamp()).not.toBe(before)
  })

  it('has an end where a link leads back', async () => {
    symlinkSync('.', file('partial/again'))
    expect(await stamp()).toBe(await stamp())
  })

  it('is another one when the lists themselves appear', async () => {
    const before = await stampOfApt([path.join(folder, 'later')])
    mkdirSync(path.join(folder, 'later'))
    expect(await stampOfApt([path.join(folder, 'later')])).not.toBe(before)
  })
})

/** Only its change time tells: nobody can set that. */
function rewriteAlike(name: string): void {
  utimesSync(file(name), 1, 1)
  writeFileSync(file(name), 'two')
  utimesSync(file(name), 1, 1)
}
