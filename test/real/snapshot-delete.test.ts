import { spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeLedger } from '../../src-main/commons/ledger/on-machine/ledger-file.ts'
import { removeHold, writeHold } from '../../src-main/commons/snapshot-sets/on-machine/holds.ts'
import { setPinned } from '../../src-main/commons/snapshot-sets/on-machine/set-sidecars.ts'
import { snapshotsFolder } from '../../src-main/commons/snapshot-sets/set-name.ts'
import { deleteSets, planDeletion } from '../../src-main/domains/snapshots/on-machine/sets/delete-sets.ts'
import { measureSets } from '../../src-main/domains/snapshots/on-machine/measure/measure-sets.ts'
import { listDeletedIds } from '../../src-main/tools/btrfs/btrfs-delete.ts'
import { listSets } from '../../src-main/domains/snapshots/on-machine/sets/list-sets.ts'
import { assessSets, pruneSets } from '../../src-main/domains/snapshots/on-machine/retention/prune-sets.ts'
import { writeRetentionFile } from '../../src-main/domains/snapshots/on-machine/retention/retention-file.ts'
import { makeKeepDisk, quiet, type KeepDisk } from './keep-disk.ts'
import { sh } from './loop-btrfs.ts'
import { rollbackMessages } from '../../src-main/domains/rollback/messages.ts'
import { snapshotSetsMessages } from '../../src-main/commons/snapshot-sets/messages.ts'
import { sayAll } from './words.ts'
import { killNow } from './users-of-disks.ts'

const program = 'btrfs'
let keep: KeepDisk
beforeEach(() => {
  keep = makeKeepDisk()
})
afterEach(() => keep.disk.remove())

const remove = (...ids: readonly string[]) => deleteSets(keep.state, ids, quiet)
const plan = (...ids: readonly string[]) => planDeletion(keep.state, ids, {})
const idsThere = async () => (await listSets(keep.state, {})).sets.map(({ id }) => id)
const onlyRefusal = async (answer: ReturnType<typeof remove>) => {
  const { deleted, refused } = await answer
  expect(deleted).toEqual([])
  expect(refused).toHaveLength(1)
  return sayAll(refused.map(({ why }) => why))
}

describe('deleting sets', () => {
  it('deletes all of a set, nested ones too, and nothing else', async () => {
    sh('btrfs', '-q', 'subvolume', 'create', path.join(keep.home, 'inner'))
    const first = await keep.take('one')
    const second = await keep.take('two')
    expect(await plan(first.id)).toEqual({ deleted: [first.id], refused: [] })
    expect(await idsThere()).toEqual([second.id, first.id])
    expect(await remove(first.id)).toMatchObject({ deleted: [first.id], refused: [] })
    expect(await idsThere()).toEqual([second.id])
    expect(readdirSync(snapshotsFolder(keep.state))).toEqual([second.id])
    expect(readFileSync(keep.inSet(second.id, 'home/letter'), 'utf8')).toBe('before\n')
    expect(existsSync(path.join(keep.home, 'inner'))).toBe(true)
  })

  it('never deletes the last good one, of however many it is asked to', async () => {
    const first = await keep.take('one')
    const second = await keep.take('two')
    const { deleted, refused } = await remove(first.id, second.id)
    expect(deleted).toEqual([first.id])
    expect(refused).toMatchObject([{ id: second.id, why: { id: 'snapshots.lastGood' } }])
    expect(await idsThere()).toEqual([second.id])
  })

  it('does not count what was there before a restore as a good one: it may be a subvolume only', async () => {
    const good = await keep.take('one')
    const aside = await keep.take('two', { reason: 'before-restore' })
    expect(await onlyRefusal(remove(good.id))).toBe(
      'The last complete snapshot on this laptop. Take another one first.',
    )
    expect(await remove(aside.id)).toMatchObject({ deleted: [aside.id] })
  })

  it('refuses what is pinned, held, or of an unfinished switch, each with its reason', async () => {
    const pinned = await keep.take('one')
    const open = await keep.take('two', { reason: 'before-switch' })
    const held = await keep.take('three')
    await keep.take('four')
    setPinned(keep.state, pinned.id, true)
    writeHold(keep.state, 'rollback', { setId: held.id, why: rollbackMessages.holdReplaced({}) })
    const laptop = { name: 'p17', label: 'P17' }
    changeLedger(keep.state, (ledger) => ({
      ...ledger,
      open: { switchId: 'two', from: laptop, to: laptop, since: '2026-11-20T08:00:00.000Z', startedBy: 'p17' },
    }))
    expect(await onlyRefusal(remove(pinned.id))).toBe('Pinned. Unpin it first.')
    expect(await onlyRefusal(remove(open.id))).toBe('Needed by the unfinished switch from P17 to P17.')
    expect(await onlyRefusal(remove(held.id))).toBe('Holds what an unfinished rollback replaced.')
    removeHold(keep.state, 'rollback')
    expect(await remove(held.id)).toMatchObject({ deleted: [held.id] })
  })

  it('never deletes what is mounted, which the kernel would do without a word', async () => {
    const { id } = await keep.take('one')
    await keep.take('two')
    // As after a rollback by mounting a snapshot: the running /home is this very subvolume.
    const live = keep.disk.mount(`@state/snapshots/${id}/home`, 'people')
    expect(await onlyRefusal(remove(id))).toBe(`Mounted at ${live}.`)
    expect(readFileSync(path.join(live, 'letter'), 'utf8')).toBe('before\n')
    expect(readdirSync(keep.inSet(id))).toContain('system')
    // The trap itself: by way of another mount the kernel lets it go.
    sh('btrfs', '-q', 'subvolume', 'delete', path.join(keep.disk.top, '@state/snapshots', id, 'home'))
    expect(existsSync(path.join(live, 'letter'))).toBe(false)
  })

  it("sees a mount in another process's namespace, by a folder inside and under any name", async () => {
    const { id } = await keep.take('one')
    await keep.take('two')
    const target = path.join(keep.disk.folder, 'elsewhere')
    mkdirSync(target)
    const script = 'mount --bind "$1/etc" "$2" && echo ready && exec sleep 60'
    const child = spawn('unshare', ['-m', 'sh', '-c', script, 'sh', keep.inSet(id, 'system'), target])
    try {
      await new Promise((resolve) => child.stdout.once('data', resolve))
      expect(await onlyRefusal(remove(id))).toBe(`Mounted at ${target}.`)
    } finally {
      await killNow(child)
    }
    expect(await remove(id)).toMatchObject({ deleted: [id] })
  })

  it('never deletes what is being sent, not even a subvolume of its set', async () => {
    writeFileSync(path.join(keep.home, 'big'), Buffer.alloc(8_000_000, 'x'))
    const { id } = await keep.take('one')
    await keep.take('two')
    // Nobody reads: it stands still in the middle.
    const child = spawn(program, ['send', '-q', keep.inSet(id, 'home')], { stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      await new Promise((resolve) => child.stdout.once('readable', resolve))
      expect(await onlyRefusal(remove(id))).toBe('Being sent to another place right now.')
      expect(readdirSync(keep.inSet(id)).sort()).toEqual(['description.json', 'home', 'system'])
    } finally {
      await killNow(child)
    }
    expect(await remove(id)).toMatchObject({ deleted: [id] })
  })

  it('never deletes either end of a send of what has changed, nor what it takes its data from', async () => {
    const parent = await keep.take('one')
    const clone = await keep.take('two')
    writeFileSync(path.join(keep.home, 'big'), Buffer.alloc(8_000_000, 'x'))
    const sent = await keep.take('three')
    await keep.take('four')
    const cwd = snapshotsFolder(keep.state)
    const ends = ['-p', keep.inSet(parent.id, 'home'), `-c${clone.id}/home`, `${sent.id}/home`]
    const child = spawn(program, ['send', '-q', ...ends], { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      await new Promise((resolve) => child.stdout.once('readable', resolve))
      for (const { id } of [parent, clone, sent])
        expect(await onlyRefusal(remove(id))).toBe('Being sent to another place right now.')
      expect(readdirSync(keep.inSet(parent.id)).sort()).toEqual(['description.json', 'home', 'system'])
    } finally {
      await killNow(child)
    }
    expect((await remove(parent.id, clone.id)).refused).toEqual([])
  })

  it('says how much is deleted and not yet free, and that it is so where nobody has measured it', async () => {
    const fill = (name: string) => {
      mkdirSync(path.join(keep.home, name))
      for (let n = 0; n < 4_000; n += 1) writeFileSync(path.join(keep.home, name, String(n)), Buffer.alloc(4_096, 'x'))
    }
    fill('many')
    const measured = await keep.take('one')
    rmSync(path.join(keep.home, 'many'), { recursive: true })
    fill('others')
    const unmeasured = await keep.take('two')
    rmSync(path.join(keep.home, 'others'), { recursive: true })
    await keep.take('three')
    await measureSets(keep.state, [measured.id], quiet)
    // A deleted subvolume is cleaned up only when the last file in it is closed.
    const open = [
      openSync(keep.inSet(measured.id, 'home/many/0'), 'r'),
      openSync(keep.inSet(unmeasured.id, 'home/others/0'), 'r'),
    ]
    const told = await remove(measured.id)
    expect(told.pendingBytes).toBeGreaterThanOrEqual(4_000 * 4_096)
    expect((await remove(unmeasured.id)).pendingBytes).toBe(0)
    for (const file of open) closeSync(file)
    // Wakes the kernel's cleaner, which otherwise waits for up to half a minute.
    sh('btrfs', 'filesystem', 'sync', keep.state)
    sh('btrfs', 'subvolume', 'sync', keep.state)
    expect(await listDeletedIds(keep.state, {})).toEqual(new Set())
  })

  it('looks before the first one goes: a set with something inside it stays whole', async () => {
    const { id } = await keep.take('one')
    await keep.take('two')
    sh('btrfs', 'property', 'set', '-ts', keep.inSet(id, 'home'), 'ro', 'false')
    expect(await onlyRefusal(remove(id))).toMatch(/"home" in it is writable/)
    sh('btrfs', '-q', 'subvolume', 'create', keep.inSet(id, 'home', 'inner'))
    sh('btrfs', 'property', 'set', '-ts', keep.inSet(id, 'home'), 'ro', 'true')
    expect(await onlyRefusal(remove(id))).toBe('"home" in it contains further subvolumes.')
    expect(readdirSync(keep.inSet(id)).sort()).toEqual(['description.json', 'home', 'system'])
  })

  it('does not take another snapshot for the one that is described', async () => {
    const { id } = await keep.take('one')
    await keep.take('two')
    sh('btrfs', '-q', 'subvolume', 'delete', keep.inSet(id, 'home'))
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', keep.home, keep.inSet(id, 'home'))
    expect(await onlyRefusal(remove(id))).toBe('"home" in it is not the snapshot that its description lists.')
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', keep.home, keep.inSet(id, 'kept-by-hand'))
    expect(await onlyRefusal(remove(id))).toBe('"home" in it is not the snapshot that its description lists.')
    expect(existsSync(keep.inSet(id, 'kept-by-hand/letter'))).toBe(true)
  })

  it('shows what it cannot read and never deletes it, nor what others took, nor what is not there', async () => {
    const { id } = await keep.take('one')
    await keep.take('two')
    writeFileSync(keep.inSet(id, 'description.json'), '{"version":1,')
    expect(await onlyRefusal(remove(id))).toBe('Its description is unreadable, so its contents are unknown.')
    expect(await onlyRefusal(remove('foreign-867b9b3c-c417-1e4d-8516-d17f6370ec16'))).toBe(
      'Made by another tool. pc-switcher never touches it.',
    )
    expect(await onlyRefusal(remove('20260101T000000000Z-gone'))).toBe('It no longer exists.')
    expect(await onlyRefusal(remove('../../etc'))).toBe('It no longer exists.')
    expect(existsSync(keep.inSet(id, 'home/letter'))).toBe(true)
  })

  it('finishes a deletion that was interrupted between two snapshots, or after the last', async () => {
    const first = await keep.take('one')
    const second = await keep.take('two')
    await keep.take('three')
    sh('btrfs', '-q', 'subvolume', 'delete', keep.inSet(first.id, 'home'))
    expect((await listSets(keep.state, {})).sets.at(-1)).toMatchObject({ id: first.id, subvolumes: ['system'] })
    // Stopped between the last snapshot and the rest: only files are left under another name.
    for (const folder of ['home', 'system']) sh('btrfs', '-q', 'subvolume', 'delete', keep.inSet(second.id, folder))
    renameSync(keep.inSet(second.id), keep.inSet(`.removed-${second.id}`))
    expect(await remove(first.id)).toMatchObject({ deleted: [first.id] })
    expect(readdirSync(snapshotsFolder(keep.state))).toHaveLength(1)
  })

  it('keeps going when one of several cannot go', async () => {
    const first = await keep.take('one')
    const second = await keep.take('two')
    await keep.take('three')
    setPinned(keep.state, first.id, true)
    expect(await remove(first.id, second.id)).toMatchObject({ deleted: [second.id], refused: [{ id: first.id }] })
  })
})

describe('pruning', () => {
  const policy = {
    allForDays: 0,
    dailyForDays: 0,
    weeklyForWeeks: 0,
    monthlyForMonths: 0,
    leastSwitches: 1,
    mostDiskShare: 1,
  }
  /** As if it had been taken then. */
  async function takeThen(switchId: string, at: string) {
    const { id } = await keep.take(switchId, { reason: 'before-switch' })
    const old = `${at.replace(/[-:.]/g, '')}-${switchId}`
    const description = JSON.parse(readFileSync(keep.inSet(id, 'description.json'), 'utf8')) as object
    writeFileSync(keep.inSet(id, 'description.json'), JSON.stringify({ ...description, id: old, at }))
    renameSync(keep.inSet(id), keep.inSet(old))
    return old
  }

  it('deletes exactly what the dry run said, and says why of each', async () => {
    const old = await takeThen('one', '2026-01-05T10:00:00.000Z')
    const last = await takeThen('two', '2026-02-05T10:00:00.000Z')
    const said = await assessSets(keep.state, policy, {})
    expect(said.verdicts).toMatchObject([
      { id: last, keep: true, why: snapshotSetsMessages.newest({}) },
      { id: old, keep: false },
    ])
    expect(await idsThere()).toEqual([last, old])
    const done = await pruneSets(keep.state, { policy, onlyWhenEnabled: false }, quiet)
    expect(done.verdicts).toEqual(said.verdicts)
    expect(await idsThere()).toEqual([last])
  })

  it('does nothing by itself before it is turned on, and nothing by a policy that cannot be read', async () => {
    const old = await takeThen('one', '2026-01-05T10:00:00.000Z')
    const last = await takeThen('two', '2026-02-05T10:00:00.000Z')
    const byItself = () => pruneSets(keep.state, { onlyWhenEnabled: true }, quiet)
    expect((await byItself()).verdicts).toEqual([])
    writeRetentionFile(keep.state, { policy, enabled: true })
    const file = path.join(keep.state, 'retention.json')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace('"version": 1', '"version": 2'))
    await expect(byItself()).rejects.toMatchObject({ code: 'state-unreadable' })
    expect(await idsThere()).toEqual([last, old])
    writeFileSync(file, text)
    await byItself()
    expect(await idsThere()).toEqual([last])
    rmSync(file)
  })
})
