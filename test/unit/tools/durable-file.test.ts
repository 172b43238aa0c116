import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { removeUnfinished, writeDurably, writeFlushed } from '../../../src-main/tools/files/durable-file.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('durable')))

it('clears up what a killed program had not written to its end, and nothing else', () => {
  // No process has this number: the kernel gives none above 4,194,304.
  const [killed, writing] = ['.note.json.4999999.new', `.note.json.${process.pid}.new`]
  for (const name of [killed, writing, '.hidden.new', 'other.4999999.new']) writeFileSync(path.join(folder, name), '')
  writeDurably(path.join(folder, 'kept.json'), 'whole')
  removeUnfinished(folder)
  expect(readdirSync(folder).sort()).toEqual(['.hidden.new', writing, 'kept.json', 'other.4999999.new'].sort())
})

it('has nothing to clear up where no folder is', () => {
  expect(() => removeUnfinished(path.join(folder, 'missing'))).not.toThrow()
})

it('writes nothing where a link leads that has the name, and gives the owner to the file that it made', () => {
  const [file, other] = [path.join(folder, 'file'), path.join(folder, 'other')]
  writeFileSync(other, 'mine', { mode: 0o600 })
  symlinkSync(other, file)
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  writeFlushed(file, 'new', 0o640, owner)
  expect(readFileSync(other, 'utf8')).toBe('mine')
  expect(lstatSync(other).mode & 0o777).toBe(0o600)
  expect(lstatSync(file)).toMatchObject({ ...owner, mode: 0o100_640 })
})
