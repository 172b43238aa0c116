/** What is answered in part, or not at all, is never taken for whole, or for nothing. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { whyLeft } from '../../../src-main/domains/containers/on-machine/adopt-volumes.ts'
import { readUcfSums } from '../../../src-main/tools/apt/dpkg-files.ts'
import { readBlockUses } from '../../../src-main/tools/btrfs/btrfs-damage.ts'
import type { RunInside } from '../../../src-main/tools/containers/engine.ts'
import { lookAtTrees } from '../../../src-main/tools/containers/volume-tree.ts'
import { readFstab } from '../../../src-main/tools/mounts/fstab.ts'
import { run } from '../../../src-main/tools/run.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => {
  folder = ownFolder('partial')
  chmodSync(folder, 0o755)
})

/** As somebody who may not read everything. */
const asNobody: RunInside = ({ words, ...command }, options) => {
  const prefix = process.getuid?.() === 0 ? ['setpriv', '--reuid', '65534', '--clear-groups', '--'] : []
  const [program = '', ...rest] = [...prefix, ...words]
  return run({ ...command, argv: [program, ...rest] }, options)
}

it('a volume of which one folder cannot be listed is not looked at, and those beside it are', async () => {
  const volumes = ['whole', 'part', 'gone'].map((name) => path.join(folder, name))
  const [whole = '', part = ''] = volumes
  for (const volume of [whole, part]) mkdirSync(path.join(volume, 'data'), { recursive: true })
  for (const volume of [whole, part]) writeFileSync(path.join(volume, 'data', 'file'), 'x')
  chmodSync(path.join(part, 'data'), 0o000)
  const looks = await lookAtTrees(asNobody, volumes, {})
  expect([...looks.keys()]).toEqual([whole])
  expect(looks.get(whole)).toMatchObject({ files: 3 })
})

it('a volume that cannot be read whole does not give way, however empty it looks', () => {
  const facts = { bytes: 0, files: 0, changedAt: '', stamp: 'none', labels: {}, usedBy: [] }
  const there = (more: object) => ({
    volumes: [{ folder: '', isNamed: true, volume: { name: 'db', ...facts, ...more } }],
  })
  expect(whyLeft(there({}), { name: 'db', stamp: undefined })).toBeUndefined()
  for (const stamp of [undefined, 'none'])
    expect(whyLeft(there({ cannot: 'unreadable' }), { name: 'db', stamp })).toBe('changed')
})

it("ucf's list that cannot be read is an error, and none is an empty list", () => {
  expect(() => readUcfSums(folder)).toThrow('EISDIR')
  expect(readUcfSums(path.join(folder, 'none')).size).toBe(0)
})

it('an fstab of which nothing can be read is an error, and an empty one is an empty list', async () => {
  const file = path.join(folder, 'fstab')
  expect(await readFstab(file, {})).toEqual([])
  writeFileSync(file, '# nothing\n\n')
  expect(await readFstab(file, {})).toEqual([])
  writeFileSync(file, 'nonsense\n')
  await expect(readFstab(file, {})).rejects.toThrow('findmnt')
})

it('a damaged block is in no file only where btrfs says so', () => {
  const said = (stderr: string) => readBlockUses({ exitCode: 1, stdout: '', stderr })
  expect(said('ERROR: logical ino ioctl: No such file or directory\n')).toEqual([])
  expect(said('ERROR: logical ino ioctl: Invalid argument\n')).toEqual([])
  expect(said('ERROR: logical ino ioctl: Input/output error\n')).toBeUndefined()
  expect(said("ERROR: cannot access '/home': Input/output error\n")).toBeUndefined()
  const use = { exitCode: 0, stdout: 'inode 257 offset 0 root 5\n', stderr: '' }
  expect(readBlockUses(use)).toEqual([{ root: 5, inode: 257, offset: 0 }])
})
