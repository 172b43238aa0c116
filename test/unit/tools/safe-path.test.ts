import { lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { lookInside, openFolderInside, statInside } from '../../../src-main/tools/files/safe-path.ts'
import { createRandom } from '../../random.ts'
import { ownFolder } from '../../own-folder.ts'

let root: string
const at = (...names: readonly string[]) => path.join(root, ...names)
const deep = Array.from({ length: 40 }, (_one, index) => `level-${String(index)}`).join('/')
const openFiles = () => readdirSync('/proc/self/fd').length

beforeEach(() => {
  root = ownFolder('safe-path')
  mkdirSync(at('a/b/c'), { recursive: true })
  mkdirSync(at('a/bb'))
  mkdirSync(at(deep), { recursive: true })
  for (const file of ['top', 'a/one', 'a/b/two', 'a/b/c/three', 'a/bb/four', `${deep}/below`])
    writeFileSync(at(file), file)
  symlinkSync('a', at('link'))
  symlinkSync('/etc', at('a/b/out'))
})

it('finds many paths in any order, through folders of any depth, and leaves nothing open', () => {
  const names = ['top', 'a', 'a/one', 'a/b', 'a/b/two', 'a/b/c/three', 'a/bb/four', 'a/b/gone/file', 'a/one/file']
  const deeper = [`${deep}/below`, `${deep}/gone`, deep, path.dirname(deep)]
  const all = [...names, ...deeper, 'gone', 'a/b/out', 'link']
  const before = openFiles()
  const inside = lookInside(root)
  const random = createRandom(11)
  for (let round = 0; round < 2_000; round += 1) {
    const name = random.pick(all) ?? ''
    const there = name.startsWith('a/one/') ? undefined : lstatSync(at(name), { throwIfNoEntry: false, bigint: true })
    expect(inside.stat(name)?.ino, name).toBe(there?.ino)
  }
  inside.close()
  expect(openFiles()).toBe(before)
})

it('follows no link on its way, nor at its end', () => {
  const inside = lookInside(root)
  expect(inside.stat('link/one')).toBeUndefined()
  expect(inside.stat('a/b/out/passwd')).toBeUndefined()
  expect(inside.open('a/b/out')).toBeUndefined()
  expect(inside.target('a/b/out')).toBe('/etc')
  expect(inside.target('a/one')).toBeUndefined()
  inside.close()
  expect(statInside(root, 'link/one')).toBeUndefined()
  expect(openFolderInside(root, 'link')).toBeUndefined()
})

it('sees what was made after the folder around it was looked for', () => {
  const inside = lookInside(root)
  expect(inside.stat('new/file')).toBeUndefined()
  mkdirSync(at('new'))
  writeFileSync(at('new/file'), '')
  expect(inside.stat('top')).toBeDefined()
  expect(inside.stat('new/file')?.isFile()).toBe(true)
  inside.close()
})
