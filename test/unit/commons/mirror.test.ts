import { createHash } from 'node:crypto'
import { openSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { emptyMirror, readContents, renewMirror } from '../../../src-main/commons/syncthing/on-machine/mirror.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let mirror: string
beforeEach(() => {
  folder = ownFolder('pc-switcher-mirror')
  mirror = path.join(folder, 'mirror')
})

const nameOf = (text: string) => createHash('sha256').update(text).digest('hex')
const contentsOf = (...texts: readonly string[]) =>
  new Map(
    texts.map((text) => {
      const file = path.join(folder, nameOf(text).slice(0, 8))
      writeFileSync(file, text)
      return [nameOf(text), () => openSync(file, 'r')]
    }),
  )
const renew = (texts: readonly string[], anew: readonly string[] = []) =>
  renewMirror(mirror, contentsOf(...texts), new Set(anew.map(nameOf)))
const read = (text: string) => {
  let found = ''
  const isRight = readContents(mirror, nameOf(text), (piece) => (found += piece.toString()))
  return isRight ? found : undefined
}

it('holds exactly what travels, and tells what came and went', () => {
  expect(renew(['a', 'b', '']).toSorted()).toEqual([nameOf('a'), nameOf('b'), nameOf('')].sort())
  expect(renew(['b', 'c']).toSorted()).toEqual([nameOf('a'), nameOf(''), nameOf('c')].sort())
  expect(readdirSync(mirror).sort()).toEqual(['.stfolder', nameOf('b'), nameOf('c')].sort())
  expect(renew(['b', 'c'])).toEqual([])
  expect(read('c')).toBe('c')
})

it('writes again what is wrong, and what is asked for', () => {
  renew(['a', 'b'])
  writeFileSync(path.join(mirror, nameOf('a')), 'x')
  expect(read('a')).toBeUndefined()
  expect(renew(['a', 'b'])).toEqual([nameOf('a')])
  expect(renew(['a', 'b'], ['b'])).toEqual([nameOf('b')])
  expect(read('a')).toBe('a')
})

it('removes what else is there, and never reads through a link', () => {
  renew(['a'])
  writeFileSync(path.join(mirror, `.syncthing.${nameOf('b')}.tmp`), 'half')
  writeFileSync(path.join(folder, 'secret'), 'b')
  symlinkSync(path.join(folder, 'secret'), path.join(mirror, nameOf('b')))
  expect(read('b')).toBeUndefined()
  renew(['a'])
  expect(readdirSync(mirror).sort()).toEqual(['.stfolder', nameOf('a')])
})

it('refuses contents that are not what they are said to be', () => {
  const wrong = new Map([[nameOf('a'), [...contentsOf('b').values()][0] ?? (() => -1)]])
  expect(() => renewMirror(mirror, wrong, new Set())).toThrow()
})

it('keeps nothing of the person’s when it is emptied, and is no error when there is none', () => {
  emptyMirror(mirror)
  renew(['a'])
  emptyMirror(mirror)
  expect(readdirSync(mirror)).toEqual(['.stfolder'])
})
