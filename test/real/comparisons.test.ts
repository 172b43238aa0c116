import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { Tree } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { makeComparison, frozenFolder } from '../../src-main/domains/compare/on-machine/make-comparison.ts'
import { readChildren, readPage } from '../../src-main/domains/compare/on-machine/read-result.ts'
import { readResult } from '../../src-main/domains/compare/on-machine/result-files.ts'
import type { ComparisonResult } from '../../src-main/domains/compare/on-machine/result-layout.ts'
import { makeLaptopDisk } from './laptop-disk.ts'
import { sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const disk = forAllTests(() => makeLaptopDisk())
let places: Places
let folder: string
beforeAll(() => {
  places = { ...disk.places, areas: { ...disk.places.areas, images: '/not/there' } }
  folder = path.join(disk.folder, 'results')
})

const options = { report: () => undefined }
const home = (...names: readonly string[]) => path.join(places.areas.home, ...names)
const now: Tree = { kind: 'now', subvolume: 'home' }
let taken = 0
async function take(): Promise<Tree> {
  const { id } = await takeSet(places, { switchId: `s${(taken += 1)}`, reason: 'manual' }, options)
  return { kind: 'snapshot', setId: id, subvolume: 'home' }
}
const compare = (one: Tree, other: Tree) => makeComparison({ places, folder }, { one, other }, options)
const shown = (result: ComparisonResult) =>
  readPage(result, { offset: 0, limit: 100 }).entries.map((change) => `${change.kind} ${change.path}`)
const frozen = () => {
  const inside = frozenFolder(places.stateFolder)
  return readdirSync(inside).filter((name) => !name.startsWith('.'))
}

describe('a folder with very many changes', () => {
  it('is read some at a time, in the order of the names, whatever there is in all', async () => {
    const one = await take()
    mkdirSync(home('many/folder'), { recursive: true })
    for (let index = 0; index < 3_000; index += 1)
      writeFileSync(home(`many/file-${String(index).padStart(4, '0')}`), '')
    writeFileSync(home('many/folder/inside'), 'x')
    const { result } = await compare(one, await take())
    const seen: string[] = []
    for (let offset = 0; offset < 3_001; offset += 1_000) {
      const { total, children } = readChildren(result, 'many', { offset, limit: 1_000 })
      expect(total).toBe(3_001)
      expect(children.length).toBeLessThanOrEqual(1_000)
      seen.push(...children.map(({ name, count }) => `${name} ${count}`))
    }
    expect(seen).toHaveLength(3_001)
    expect([seen[0], seen[2_999], seen[3_000]]).toEqual(['file-0000 1', 'file-2999 1', 'folder 2'])
    rmSync(home('many'), { recursive: true })
  })
})

describe('comparing by name', () => {
  it('compares a snapshot with what is there now, dirty data included, and leaves nothing behind', async () => {
    writeFileSync(home('letter'), 'before\n')
    const one = await take()
    writeFileSync(home('letter'), 'after!\n')
    const { result, kept } = await compare(one, now)
    expect(shown(result)).toEqual(['changed letter'])
    expect(kept).toBe(false)
    expect(frozen()).toEqual([])
    writeFileSync(home('song'), '')
    expect(shown((await compare(one, now)).result)).toEqual(['changed letter', 'added song'])
  })

  it('answers with what it found before when the same two snapshots are compared again', async () => {
    const one = await take()
    writeFileSync(home('more'), 'x'.repeat(10_000))
    const other = await take()
    const first = await compare(one, other)
    expect(first).toMatchObject({ kept: false, result: { header: { counts: { added: 1, bytes: 10_000 } } } })
    const again = await compare(one, other)
    expect(again.kept).toBe(true)
    expect(again.result).toEqual(first.result)
    expect((await compare(other, one)).result.header.counts).toMatchObject({ added: 0, deleted: 1 })
  })

  it('does not believe what it found before when a snapshot was written to since', async () => {
    const one = await take()
    const other = await take()
    expect(shown((await compare(one, other)).result)).toEqual([])
    const place = path.join(setFolder(places.stateFolder, other.kind === 'snapshot' ? other.setId : ''), 'home')
    sh('btrfs', 'property', 'set', '-ts', place, 'ro', 'false')
    writeFileSync(path.join(place, 'letter'), 'poisoned')
    expect(shown((await compare(one, other)).result)).toEqual(['changed letter'])
    expect(frozen()).toEqual([])
    sh('btrfs', 'property', 'set', '-ts', place, 'ro', 'true')
    const { result, kept } = await compare(one, other)
    expect(shown(result)).toEqual(['changed letter'])
    expect(kept).toBe(false)
  })

  it('believes no file that is cut, of another version, or under another name', async () => {
    const one = await take()
    writeFileSync(home('again'), 'x')
    const { result } = await compare(one, await take())
    const { compareId } = result.header
    const file = path.join(folder, `${compareId}.changes`)
    const whole = readFileSync(file)
    expect(readResult(folder, compareId)).toEqual(result)
    writeFileSync(file, whole.subarray(0, -1))
    expect(readResult(folder, compareId)).toBeUndefined()
    writeFileSync(file, Buffer.from(whole.toString('latin1').replace('"version":1', '"version":2'), 'latin1'))
    expect(readResult(folder, compareId)).toBeUndefined()
    writeFileSync(file, whole)
    const other = compareId.replace(/./g, 'a')
    renameSync(file, path.join(folder, `${other}.changes`))
    expect(readResult(folder, other)).toBeUndefined()
  })

  it('keeps only the newest few results', async () => {
    const one = await take()
    for (let time = 0; time < 12; time += 1) await compare(one, now)
    expect(readdirSync(folder).length).toBeLessThanOrEqual(8)
  })

  it('removes what a killed agent left, and nothing that another one is using', async () => {
    const one = await take()
    const inside = frozenFolder(places.stateFolder)
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const sleeper = spawn('sleep', ['60'])
    try {
      const stat = readFileSync(`/proc/${sleeper.pid}/stat`, 'utf8')
      const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
      const living = `${sleeper.pid}.${started}.${boot}.1`
      for (const name of [`${sleeper.pid}.1.${boot}.2`, living, `${sleeper.pid}.${started}.another-boot.3`]) {
        mkdirSync(path.join(inside, name))
        sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', places.areas.home, path.join(inside, name, 'now'))
      }
      await compare(one, now)
      expect(frozen()).toEqual([living])
    } finally {
      sleeper.kill()
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
    await compare(one, now)
    expect(frozen()).toEqual([])
  })

  it('can be stopped, and leaves nothing behind then', async () => {
    const one = await take()
    const stop = new AbortController()
    const running = makeComparison({ places, folder }, { one, other: now }, { ...options, signal: stop.signal })
    setTimeout(() => stop.abort(), 60)
    await running.catch((error: unknown) => expect(error).toMatchObject({ code: 'cancelled' }))
    expect(frozen()).toEqual([])
  })

  it('says when a snapshot is not there any more', async () => {
    const one = await take()
    const gone: Tree = { kind: 'snapshot', setId: '20260101T000000000Z-gone', subvolume: 'home' }
    await expect(compare(one, gone)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('compares a nested subvolume with what is there now', async () => {
    sh('btrfs', '-q', 'subvolume', 'create', home('vol'))
    writeFileSync(home('vol/file'), 'x')
    const set = await take()
    const nested = sh('btrfs', 'inspect-internal', 'rootid', home('vol')).trim()
    writeFileSync(home('vol/new'), 'x')
    const subvolume = `nested/${nested}`
    const { result } = await compare({ ...set, subvolume }, { kind: 'now', subvolume })
    expect(shown(result)).toEqual(['added new'])
    expect(shown((await compare(set, now)).result)).toEqual([])
    rmSync(home('vol/new'))
  })
})
