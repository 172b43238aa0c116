/** Copies on a disk of which something cannot be read are told as damaged, and hide no other ones. */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { listCopies } from '../../../src-main/domains/copies/on-machine/disk-folders.ts'
import { verifyOnDisk } from '../../../src-main/domains/copies/on-machine/verify-disk.ts'
import type { Copy } from '../../../src-main/domains/copies/schemas.ts'
import { asNobody } from '../as-nobody.ts'
import { ownFolder } from '../../own-folder.ts'

const ids = ['20261118T100000000Z-one', '20261119T100000000Z-two'] as const
const [one, other] = ids

let top: string
beforeEach(() => {
  top = ownFolder('copies')
  chmodSync(top, 0o755)
  for (const laptop of ['p17', 'xps']) for (const id of ids) writeCopy(copyOf(laptop, id))
})

const folderOf = (laptop: string, id: string) => path.join(top, 'pc-switcher-copies', laptop, id)
const recordOf = (laptop: string, id: string) => path.join(folderOf(laptop, id), 'copy.json')

function copyOf(laptop: string, id: string): Copy {
  const at = `2026-11-${id.slice(6, 8)}T10:00:00.000Z`
  const set = {
    ...{ version: 1 as const, state: 'finished' as const, reason: 'scheduled' as const, switchId: 's' },
    ...{ appVersion: '0.1.0', nestedLeftOut: 0, snapshots: [], id, at },
  }
  return { version: 1, laptop, owner: laptop, copiedAt: at, set, parts: { home: 'u' }, bytes: 1, isWhole: true }
}

function writeCopy(copy: Copy): void {
  mkdirSync(folderOf(copy.laptop, copy.set.id), { recursive: true })
  writeFileSync(recordOf(copy.laptop, copy.set.id), JSON.stringify(copy))
}

const told = (copies: readonly Copy[]) =>
  copies.map(({ laptop, set, isUnreadable }) => `${laptop} ${set.id}${isUnreadable ? ' damaged' : ''}`).toSorted()
const all = [`p17 ${one}`, `p17 ${other}`, `xps ${one}`, `xps ${other}`]

it('a copy whose record is damaged is one, with what was known of it', () => {
  for (const text of ['', '{"version":1,"lap', '{"version":1}']) {
    writeFileSync(recordOf('p17', one), text)
    expect(told(listCopies(top, []))).toEqual([`p17 ${one} damaged`, ...all.slice(1)])
    expect(listCopies(top, [copyOf('p17', one)])).toContainEqual({ ...copyOf('p17', one), isUnreadable: true })
  }
})

it('a copy whose record cannot be read for whatever reason is one', () => {
  chmodSync(recordOf('p17', one), 0o000)
  expect(told(asNobody(() => listCopies(top, [])))).toEqual([`p17 ${one} damaged`, ...all.slice(1)])
  chmodSync(folderOf('xps', other), 0o000)
  expect(told(asNobody(() => listCopies(top, [])))).toEqual([
    `p17 ${one} damaged`,
    all[1],
    all[2],
    `xps ${other} damaged`,
  ])
})

it('a laptop whose folder cannot be read keeps the copies that are known of it, and hides no others', () => {
  chmodSync(path.join(top, 'pc-switcher-copies/p17'), 0o000)
  const known = [copyOf('p17', one), copyOf('xps', one)]
  expect(told(asNobody(() => listCopies(top, known)))).toEqual([`p17 ${one} damaged`, ...all.slice(2)])
})

it('nothing is said of a disk whose folder of copies cannot be read', () => {
  chmodSync(path.join(top, 'pc-switcher-copies'), 0o000)
  expect(() => asNobody(() => listCopies(top, []))).toThrow('EACCES')
})

it('a folder without a record, or with that of another copy, is none', () => {
  rmSync(recordOf('p17', one))
  writeFileSync(recordOf('p17', other), JSON.stringify(copyOf('xps', one)))
  expect(told(listCopies(top, [copyOf('p17', one)]))).toEqual(all.slice(2))
})

it('a copy that cannot be read is damaged, also where nobody knows any more what it was made of', async () => {
  const copies = [copyOf('p17', one)]
  const places = { stateFolder: path.join(top, 'state'), top, isAsReceived: () => Promise.resolve(true) }
  // Its subvolume is not there, so that nothing reads it.
  const found = await verifyOnDisk({ ...places, copies }, { part: 1, of: 1 }, { report: () => undefined })
  expect(found).toEqual({ proven: [], damaged: copies })
})
