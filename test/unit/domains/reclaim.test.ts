/** What the programs that find and share duplicates answer, what is known of sizes, and the words for it. */
import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ReclaimDisk, ReclaimLook } from '../../../src-main/contract/reclaim-calls.ts'
import { leftOutTexts, reclaimText, sameFilesText, samePlaceText } from '../../../src-main/contract/reclaim-words.ts'
import type { DiskToReclaim } from '../../../src-main/domains/reclaim/on-machine/find-trees.ts'
import { digestOf, recallKnown, rememberKnown } from '../../../src-main/domains/reclaim/on-machine/known-sizes.ts'
import { restBetween } from '../../../src-main/domains/reclaim/on-machine/in-turns.ts'
import { recallSettings, writeSettings } from '../../../src-main/domains/reclaim/on-machine/settings-file.ts'
import { readSameSizes } from '../../../src-main/tools/sharing/file-versions.ts'
import { parseLooked } from '../../../src-main/tools/sharing/look-at-groups.ts'
import { parseShared } from '../../../src-main/tools/sharing/share-blocks.ts'
import { hearSignsOfLife } from '../../../src-main/tools/sign-of-life.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('reclaim')))

describe('what the person chose', () => {
  it('is kept apart for each, and the usual where it is damaged', () => {
    expect(recallSettings(folder)).toEqual({ leastBytes: 8192, diskShare: 100 })
    writeSettings(folder, { diskShare: 30 })
    expect(writeSettings(folder, { leastBytes: 65_536 })).toEqual({ leastBytes: 65_536, diskShare: 30 })
    expect(recallSettings(folder)).toEqual({ leastBytes: 65_536, diskShare: 30 })
    writeFileSync(path.join(folder, 'reclaim/settings.json'), '{"version":1,"leastBytes":1,"diskShare":0}')
    expect(recallSettings(folder)).toEqual({ leastBytes: 8192, diskShare: 100 })
  })
})

describe('a run that rests', () => {
  const turnsOf = (share: number) => {
    const stop = new AbortController()
    let turns = 0
    const turn = () => {
      turns += 1
      return Promise.resolve(stop.signal)
    }
    return { stop, turns: () => turns, job: restBetween({ signal: stop.signal, turn }, share) }
  }

  it('uses the disk for its part of the time, and gives signs of life meanwhile', async () => {
    const { job, turns } = turnsOf(25)
    await job.turn()
    await pause(100)
    let signs = 0
    const restedFrom = performance.now()
    await hearSignsOfLife(
      () => (signs += 1),
      () => job.turn(),
    )
    expect(performance.now() - restedFrom).toBeGreaterThan(290)
    expect(turns()).toBe(2)
    expect(signs).toBeGreaterThan(0)
  })

  it('ends its rest when it is stopped, and has none where all of the time is its own', async () => {
    const { job, stop } = turnsOf(10)
    await job.turn()
    await pause(100)
    const next = job.turn()
    stop.abort()
    await expect(next).rejects.toMatchObject({ name: 'AbortError' })
    const whole = turnsOf(100)
    await whole.job.turn()
    await whole.job.turn()
    expect(whole.turns()).toBe(2)
  })
})

describe('what the programs answer', () => {
  it('is listed by size, and a size that occurs once is passed over', () => {
    const record = (size: number, inode: number, trees: string) =>
      `${size.toString(16).padStart(16, '0')} aa ${inode} 7 ${size} cc mm ${trees}\0`
    const file = path.join(folder, 'versions')
    writeFileSync(file, [record(8192, 1, '0'), record(9000, 2, '0,1'), record(9000, 3, '2')].join(''))
    expect([...readSameSizes(file, 10)]).toEqual([
      {
        bytes: 9000,
        versions: [
          { words: '2 7 9000 cc mm', trees: [0, 1] },
          { words: '3 7 9000 cc mm', trees: [2] },
        ],
      },
    ])
  })

  it('is given in parts where very many are of one size', () => {
    const file = path.join(folder, 'versions')
    const records = [1, 2, 3, 4, 5].map((inode) => `0000000000002000 aa ${inode} 7 8192 cc mm 0,1\0`)
    writeFileSync(file, records.join(''))
    expect([...readSameSizes(file, 4)].map(({ versions }) => versions.length)).toEqual([2, 2])
    expect([...readSameSizes(file, 100)].map(({ versions }) => versions.length)).toEqual([5])
  })

  it('is a group with the layout that stays first, and what was left out', () => {
    const layout = (name: string, ...files: string[]) => [name, '0', String(files.length), ...files]
    const fields = ['1', '4096', '8192', '2', ...layout('a/one', '0 2 v', '1 2 v'), ...layout('a\ntwo', '0 3 v')]
    const { groups, counts } = parseLooked(9000, [...fields, 'gone 2', 'ok 3'].join('\0'))
    expect(groups).toEqual([
      {
        ...{ bytes: 9000, gain: 4096, later: 4096 },
        layouts: [
          { path: 'a/one', tree: 0, files: ['0 2 v', '1 2 v'] },
          { path: 'a\ntwo', tree: 0, files: ['0 3 v'] },
        ],
      },
    ])
    expect([...counts]).toEqual([
      ['gone', 2],
      ['ok', 3],
    ])
    expect(() => parseLooked(1, '1\0x')).toThrow(/perl/)
    expect(() => parseLooked(1, '0\0strange 1')).toThrow(/perl/)
  })

  it('is one word for each file that shares', () => {
    expect(parseShared('shared 16777216')).toEqual({ word: 'shared', bytes: 16_777_216 })
    expect(parseShared('busy 0')).toEqual({ word: 'busy', bytes: 0 })
    expect(() => parseShared('perhaps 1')).toThrow(/perl/)
  })
})

describe('a size of which it is known that nothing is to be shared', () => {
  const tree = (uuid: string, createdMs: number) => ({ root: '/home', uuid, createdMs, shownAs: '/home' })
  const disk = (...trees: DiskToReclaim['trees']): DiskToReclaim => ({
    ...{ id: 'disk', place: '/home', trees, families: [], only: [], leftOut: [] },
    ...{ heldSnapshots: 0, writtenSnapshots: 0 },
  })
  const size = { bytes: 9000, versions: [{ words: '2 7 9000 cc mm', trees: [0, 1] }] }

  it('is passed over again, also where a snapshot was taken since', () => {
    rememberKnown(folder, disk(tree('one', 1)), { sizes: [digestOf(size)], atMs: 1000 })
    expect(recallKnown(folder, disk(tree('one', 1)))).toEqual(new Set([digestOf(size)]))
    expect(recallKnown(folder, disk(tree('one', 1), tree('two', 2000))).size).toBe(1)
    expect(digestOf({ ...size, versions: [{ words: '2 7 9000 cc mm', trees: [3] }] })).toBe(digestOf(size))
  })

  it('is looked at where an older snapshot can be looked at now, something else is left out, or it is another disk', () => {
    rememberKnown(folder, disk(tree('one', 1)), { sizes: [digestOf(size)], atMs: 1000 })
    expect(recallKnown(folder, disk(tree('one', 1), tree('two', 500))).size).toBe(0)
    expect(recallKnown(folder, { ...disk(tree('one', 1)), leftOut: [{ tree: 0, path: 'a' }] }).size).toBe(0)
    expect(recallKnown(folder, { ...disk(tree('one', 1)), id: 'other' }).size).toBe(0)
    expect(digestOf({ ...size, versions: [{ words: '2 8 9000 cc mm', trees: [0] }] })).not.toBe(digestOf(size))
  })

  it('is looked at where the file is damaged, which is set aside', () => {
    rememberKnown(folder, disk(tree('one', 1)), { sizes: [digestOf(size)], atMs: 1000 })
    writeFileSync(path.join(folder, 'reclaim', 'disk.known'), '{"version": 1, "id"')
    expect(recallKnown(folder, disk(tree('one', 1))).size).toBe(0)
    expect(readdirSync(path.join(folder, 'reclaim')).join()).toMatch(/disk\.known\.damaged/)
  })
})

describe('the words', () => {
  const look: ReclaimLook = {
    ...{ at: '2026-11-20T10:00:00.000Z', paths: [], gainBytes: 6e9, laterBytes: 0, groups: 12, largest: [] },
    ...{ heldSnapshots: 1, writtenSnapshots: 0, leftOut: { changed: 2 } },
  }
  const disk: ReclaimDisk = { id: 'x', reclaimedBytes: 38e9, since: '2026-03-03T10:00:00.000Z', look }
  const when = () => '3 March'

  it('say what was freed since when, and about how much more', () => {
    expect(reclaimText(disk, when)).toBe('Reclaimed 38.0 GB since 3 March. About 6.0 GB more can be freed.')
    expect(reclaimText({ id: 'x', reclaimedBytes: 0 }, when)).toBe('Not looked for duplicates yet.')
    expect(reclaimText({ id: 'x', reclaimedBytes: 0, look: { ...look, laterBytes: 2e9 } }, when)).toBe(
      'About 6.0 GB can be freed. 2.0 GB of duplicates are also held by what is left alone.',
    )
    expect(reclaimText({ ...disk, look: { ...look, groups: 0 } }, when)).toMatch(/No further duplicates found\.$/)
  })

  it('name groups, their places and what is left alone', () => {
    expect(sameFilesText({ bytes: 1.2e9, copies: 3, gainBytes: 2.4e9, places: [] })).toBe(
      '3 copies of 1.2 GB, 2.4 GB can be freed',
    )
    const place = { path: '/home/a', snapshotAt: '2026-03-03T10:00:00.000Z' }
    expect(samePlaceText(place, (text) => text, when)).toBe('/home/a, in the snapshot of 3 March')
    expect(leftOutTexts(look)).toEqual([
      '1 snapshot needed by a switch, a copy or other work.',
      '2 files changed meanwhile.',
    ])
  })
})
