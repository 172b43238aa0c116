/** What we ask the kernel ourselves, against what btrfs-progs say of the same disk. */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bufferFromBytePath } from '../../src-main/kernel/byte-path.ts'
import { readSubvolumeTree } from '../../src-main/tools/btrfs/btrfs-catalogue.ts'
import { deleteSubvolumes, listDeletedIds } from '../../src-main/tools/btrfs/btrfs-delete.ts'
import {
  findLineage,
  listReadOnlyIds,
  listSubvolumes,
  readSubvolumeId,
  resolveSubvolume,
  showLineage,
  showSubvolume,
  showSubvolumeById,
  snapshotReadOnly,
  snapshotWritable,
  syncFileSystem,
} from '../../src-main/tools/btrfs/btrfs-subvolume.ts'
import { readDefaultSubvolume } from '../../src-main/tools/btrfs/btrfs-roots.ts'
import { parseBtrfsUsage, readBtrfsUsage } from '../../src-main/tools/btrfs/btrfs-usage.ts'
import { findProcessUsers } from '../../src-main/tools/proc/process-users.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

/** What btrfs-subvolume(8) says of one. */
function shown(place: string) {
  const text = sh('btrfs', 'subvolume', 'show', place)
  const field = (name: string) => new RegExp(`^\\t${name}:[ \\t]+(.*)$`, 'm').exec(text)?.[1]?.trim()
  const parent = field('Parent UUID')
  return {
    uuid: field('UUID') ?? '',
    parentUuid: parent === '-' ? undefined : parent,
    readOnly: field('Flags')?.includes('readonly'),
  }
}

let disk: LoopBtrfs
const at = (...parts: readonly string[]) => path.join(disk.top, ...parts)
const make = (...parts: readonly string[]) => sh('btrfs', '-q', 'subvolume', 'create', at(...parts))

describe('a btrfs that is asked directly', () => {
  beforeEach(() => {
    disk = makeLoopBtrfs()
    make('home')
    writeFileSync(at('home/letter'), 'text')
  })
  afterEach(() => disk.remove())

  it('tells of a subvolume what its tool tells', async () => {
    await snapshotReadOnly(at('home'), at('taken'), {})
    for (const name of ['home', 'taken']) {
      const told = shown(at(name))
      expect(await showSubvolume(at(name), {})).toEqual(told)
      expect(await showSubvolumeById(await readSubvolumeId(at(name), {}), disk.top, {})).toEqual(told)
      expect(await readSubvolumeId(at(name), {})).toBe(Number(sh('btrfs', 'inspect-internal', 'rootid', at(name))))
      const { changed, made, receivedUuid, ...lineage } = await showLineage(at(name), {})
      expect(await findLineage(told.uuid, disk.top, {})).toEqual(lineage)
      expect(changed).toMatch(/^[0-9]+$/)
      expect(made).toMatch(/^[0-9]+$/)
      expect(receivedUuid).toBeUndefined()
      expect(Math.abs(lineage.createdMs - Date.now())).toBeLessThan(60_000)
    }
    expect((await showSubvolume(at('taken'), {})).parentUuid).toBe((await showSubvolume(at('home'), {})).uuid)
    mkdirSync(at('home/folder'))
    await expect(showSubvolume(at('home/folder'), {})).rejects.toMatchObject({ code: 'tool-failed' })
  })

  it('has nothing open any more once it answered, so that a rollback right after it does not find us in the way', async () => {
    const devices = new Set([statSync(at('home')).dev])
    for (let round = 0; round < 300; round += 1) {
      await showSubvolume(at('home'), {})
      expect(findProcessUsers(devices)).toEqual([])
    }
  })

  it('takes writable snapshots, and tells which subvolume is the default', async () => {
    await snapshotWritable(at('home'), at('copy'), {})
    expect(await showSubvolume(at('copy'), {})).toEqual(shown(at('copy')))
    writeFileSync(at('copy/letter'), 'changed')
    await expect(snapshotWritable(at('home'), at('copy'), {})).rejects.toMatchObject({ details: /File exists/ })
    await expect(showSubvolumeById(99_999, disk.top, {})).rejects.toMatchObject({ code: 'tool-failed' })
    expect(await readDefaultSubvolume(disk.top, {})).toBe(5)
    const id = await readSubvolumeId(at('copy'), {})
    sh('btrfs', 'subvolume', 'set-default', at('copy'))
    expect(await readDefaultSubvolume(disk.top, {})).toBe(id)
  })

  it('lists what has newlines and foreign bytes in its name, each at its place', async () => {
    mkdirSync(at('home/a'))
    const odd = 'x\nID 999 gen 7 parent 5 top level 5 path forged\u{1F600}'
    make('home/a', odd)
    make('home/a', odd, 'inside')
    const id = await readSubvolumeId(at('home/a', odd, 'inside'), {})
    const found = await resolveSubvolume(id, disk.top, {})
    expect(bufferFromBytePath(found ?? '').toString()).toBe(`home/a/${odd}/inside`)
    expect((await readSubvolumeTree(disk.top, {})).get(id)?.path).toBe(found)
    expect((await listSubvolumes(disk.top, {})).map((one) => one.id)).not.toContain(999)
    expect(await resolveSubvolume(5, disk.top, {})).toBe('')
    expect(await resolveSubvolume(4711, disk.top, {})).toBeUndefined()
  })

  it('lists more than one answer of the kernel holds', async () => {
    mkdirSync(at('many'))
    const names = Array.from({ length: 1_500 }, (_none, n) => `${n}-${'n'.repeat(200)}`)
    await Promise.all(names.map((name) => snapshotReadOnly(at('home'), at('many', name), {})))
    expect(await listSubvolumes(disk.top, {})).toHaveLength(1_501)
    expect((await listReadOnlyIds(disk.top, {})).size).toBe(1_500)
  }, 60_000)

  it('takes no snapshot into what is there already, and follows no link to where it should lie', async () => {
    mkdirSync(at('taken'))
    await expect(snapshotReadOnly(at('home'), at('taken'), {})).rejects.toMatchObject({ details: /File exists/ })
    sh('ln', '-s', at('taken'), at('link'))
    await expect(snapshotReadOnly(at('home'), at('link/new'), {})).rejects.toMatchObject({ code: 'tool-failed' })
    await expect(snapshotReadOnly(at('gone'), at('new'), {})).rejects.toMatchObject({ code: 'tool-failed' })
    expect(await listSubvolumes(disk.top, {})).toHaveLength(1)
  })

  it('deletes what it may, and says of each other one why it stays', async () => {
    await snapshotReadOnly(at('home'), at('one'), {})
    make('home/inside')
    const id = await readSubvolumeId(at('one'), {})
    const { complaints } = await deleteSubvolumes([at('home'), at('gone'), at('one')])
    expect(complaints.split('\n')).toHaveLength(2)
    expect(complaints).toMatch(/Directory not empty/)
    expect((await listSubvolumes(disk.top, {})).map((one) => one.id)).not.toContain(id)
    await syncFileSystem(disk.top, {})
    sh('btrfs', 'subvolume', 'sync', disk.top)
    expect((await listDeletedIds(disk.top, {})).has(id)).toBe(false)
  })

  it('says how much room there is as its tool says it', async () => {
    writeFileSync(at('big'), Buffer.alloc(20_000_000, 1))
    await syncFileSystem(disk.top, {})
    const told = sh('btrfs', 'filesystem', 'usage', '-b', disk.top)
    expect(await readBtrfsUsage(disk.top, {})).toEqual(parseBtrfsUsage(told))
  })

  it('can be given up before it is asked', async () => {
    const options = { signal: AbortSignal.abort() }
    await expect(snapshotReadOnly(at('home'), at('one'), options)).rejects.toMatchObject({ code: 'cancelled' })
    expect(await listSubvolumes(disk.top, {})).toHaveLength(1)
  })

  it('has made all that it will make when it says that it was given up', async () => {
    for (const name of ['one', 'two', 'three']) {
      const stop = new AbortController()
      const taking = snapshotReadOnly(at('home'), at(name), { signal: stop.signal })
      stop.abort()
      const outcome = await taking.then(
        () => 'taken',
        () => 'given up',
      )
      const there = existsSync(at(name))
      await syncFileSystem(disk.top, {})
      expect({ outcome, there, later: existsSync(at(name)) }).toEqual({ outcome: 'taken', there: true, later: true })
    }
  })
})

describe('a btrfs with files and names in the same chunks', () => {
  it('says how much room there is as its tool says it', async () => {
    disk = makeLoopBtrfs(1024, '--mixed')
    try {
      expect(await readBtrfsUsage(disk.top, {})).toEqual(
        parseBtrfsUsage(sh('btrfs', 'filesystem', 'usage', '-b', disk.top)),
      )
    } finally {
      disk.remove()
    }
  })
})
