/** What is told of a file system, beside what btrfs-progs tell: room, profiles, errors that devices counted, a missing device. */
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobContext } from '../../src-main/commons/capability/agent-capability.ts'
import type { AgentProgress } from '../../src-main/contract/define.ts'
import {
  diskTroubles,
  profilesText,
  quotasText,
  roomOf,
  wantedUnallocated,
} from '../../src-main/contract/disk-words.ts'
import type { Disk } from '../../src-main/contract/disks-calls.ts'
import { describeAll, markAsSeen } from '../../src-main/domains/disks/on-machine/answers.ts'
import { balanceDisks } from '../../src-main/domains/disks/on-machine/balance-disks.ts'
import { writeDamage } from '../../src-main/domains/disks/on-machine/damage/damage-file.ts'
import { describeDisk } from '../../src-main/domains/disks/on-machine/describe-disk.ts'
import { listFileSystems, type MountedFileSystem } from '../../src-main/domains/disks/on-machine/list-file-systems.ts'
import { readSeen, writeSeen } from '../../src-main/domains/disks/on-machine/seen-errors.ts'
import { readFileSystem } from '../../src-main/tools/btrfs/btrfs-file-system.ts'
import { parseBtrfsUsage } from '../../src-main/tools/btrfs/btrfs-usage.ts'
import { sh } from './loop-btrfs.ts'
import { ownFolder } from '../own-folder.ts'
import { jobByItself } from '../job-by-itself.ts'

let folder: string
let top: string
let devices: string[]
beforeEach(() => {
  folder = ownFolder('disks')
  top = path.join(folder, 'top')
  mkdirSync(top)
  devices = []
})
afterEach(() => {
  if (sh('findmnt', '-rno', 'TARGET').split('\n').includes(top)) sh('umount', top)
  for (const device of devices) sh('losetup', '-d', device)
})

function makeDisk(count: number, ...mkfs: readonly string[]): void {
  for (let number = 1; number <= count; number += 1) {
    const file = path.join(folder, `disk-${number}`)
    writeFileSync(file, '')
    truncateSync(file, 512 * 2 ** 20)
    devices.push(sh('losetup', '--find', '--show', file).trim())
  }
  sh('mkfs.btrfs', '--quiet', ...mkfs, ...devices)
  sh('mount', devices[0] ?? '', top)
}

const told = async (): Promise<Disk> => {
  const mounted = listFileSystems().find(({ places }) => places[0] === top)
  if (mounted === undefined) throw new Error(`${top} is not listed`)
  return { laptop: 'p17', ...(await describeDisk(mounted, { stateFolder: folder }, {})) }
}

it('has the same room as btrfs filesystem usage, and how it is stored', async () => {
  makeDisk(1, '--metadata', 'dup', '--label', 'backup')
  writeFileSync(path.join(top, 'film'), Buffer.alloc(50_000_000, 7))
  sh('sync', '-f', top)
  const disk = await told()
  const { totalBytes, usedBytes, freeBytes, unallocatedBytes } = parseBtrfsUsage(
    sh('btrfs', 'filesystem', 'usage', '-b', top),
  )
  expect(disk).toMatchObject({ totalBytes, usedBytes, freeBytes, unallocatedBytes, label: 'backup', isReadOnly: false })
  expect(disk.devices).toMatchObject([{ id: 1, path: devices[0], totalBytes: 512 * 2 ** 20, newErrors: 0 }])
  const room = roomOf(disk)
  const allocatedBytes = room.dataUsedBytes + room.dataFreeBytes + room.metadataUsedBytes + room.metadataFreeBytes
  expect(allocatedBytes + room.unallocatedBytes).toBe(totalBytes)
  expect(profilesText(disk)).toBe('Data: one copy. Metadata: two copies on one device (DUP).')
  expect(disk.scrub?.kind).toBe('never')
  expect(disk.quotas).toBeUndefined()
  expect(diskTroubles(disk)).toEqual([])
})

it('tells limits of quotas where they are on', async () => {
  makeDisk(1)
  sh('btrfs', 'quota', 'enable', top)
  sh('btrfs', 'qgroup', 'limit', '100M', '0/5', top)
  sh('sync', '-f', top)
  const { quotas } = await told()
  expect(quotas?.limits.map(({ group }) => group)).toEqual(['0/5'])
})

it('of a dying device has its room all the same, and says what cannot be read and to copy what is on it', async () => {
  makeDisk(1, '--metadata', 'single')
  sh('btrfs', 'quota', 'enable', top)
  // Trees of several blocks: the first one of each stays in memory.
  sh('sh', '-c', 'for name in $(seq 400); do btrfs subvolume create "$1/$name"; done', 'sh', top)
  sh('umount', top)
  sh('mount', devices[0] ?? '', top)
  writeDamage(folder, (await told()).id, { blocks: [], unnamed: 1 })
  sh('dd', 'if=/dev/zero', `of=${devices[0]}`, 'bs=1M', 'seek=1', 'count=511', 'conv=notrunc', 'oflag=direct')
  sh('sh', '-c', 'echo 3 > /proc/sys/vm/drop_caches')
  const disk = await told()
  expect(disk).toMatchObject({ totalBytes: 512 * 2 ** 20, scrub: { kind: 'never' } })
  expect(diskTroubles(disk)).toEqual([
    `Its quotas and damaged files cannot be read: btrfs: ${top}: Input/output error. Copy what is on it while that is possible.`,
  ])
  expect(quotasText(disk)).toBe('Not known: it cannot be read.')
})

it('is told, marked and balanced beside another one that tells nothing', async () => {
  makeDisk(1)
  const mounted = listFileSystems().filter(({ places }) => places[0] === top)
  const silent: MountedFileSystem = { device: '0:0', places: [folder], isReadOnly: false }
  const [all, host] = [[silent, ...mounted], { stateFolder: folder }]
  const { fileSystems, unreadable } = await describeAll(all, host, {})
  expect(fileSystems.map(({ places }) => places)).toEqual([[top]])
  expect(unreadable.map(({ places }) => places)).toEqual([[folder]])
  const id = fileSystems[0]?.id ?? ''
  await markAsSeen(id, all, host, {})
  expect(Object.keys(readSeen(folder).fileSystems)).toEqual([id])
  const job = { input: { id }, signal: new AbortController().signal, report: () => undefined, hold: () => undefined }
  const turn = () => Promise.resolve(new AbortController().signal)
  // It has room enough.
  await expect(balanceDisks({ ...job, turn }, all)).rejects.toMatchObject({ code: 'blocked' })
})

describe('with two devices', () => {
  it('names the one that is missing, and the profile', async () => {
    makeDisk(2, '--data', 'raid1', '--metadata', 'raid1')
    expect((await told()).devices.map((one) => one.path)).toEqual(devices)
    sh('umount', top)
    sh('losetup', '-d', devices.pop() ?? '')
    sh('mount', '-o', 'degraded', devices[0] ?? '', top)
    const disk = await told()
    expect(disk.devices.map((one) => one.path)).toEqual([devices[0], undefined])
    expect(diskTroubles(disk)).toEqual(['1 device is missing. Attach it, or replace it soon.'])
    expect(profilesText(disk)).toContain('Data: two copies on different devices (RAID1).')
  })

  it('counts errors as new until they were seen', async () => {
    makeDisk(2, '--data', 'raid1', '--metadata', 'raid1')
    writeFileSync(path.join(top, 'film'), Buffer.alloc(4_000_000, 'one-of-the-film '))
    sh('umount', top)
    sh('dd', 'if=/dev/zero', `of=${devices[1]}`, 'bs=1M', 'seek=65', 'count=400', 'conv=notrunc', 'oflag=direct')
    sh('mount', devices[0] ?? '', top)
    sh('btrfs', 'scrub', 'start', '-B', top)
    const [, second] = (await told()).devices
    expect(second?.errors.corruption).toBeGreaterThan(0)
    expect(second?.newErrors).toBe(second?.errors.corruption)
    expect(await told()).toMatchObject({ scrub: { kind: 'finished', uncorrectable: 0 } })
    const { id, devices: counted } = await readFileSystem(top, {})
    writeSeen({ stateFolder: folder }, id, counted)
    expect((await told()).devices.map(({ newErrors }) => newErrors)).toEqual([0, 0])
    sh('btrfs', 'device', 'stats', '--reset', top)
    expect((await told()).devices.map(({ newErrors }) => newErrors)).toEqual([0, 0])
  })
})

describe('a balance', () => {
  const jobFor = (id: string | undefined, told: AgentProgress[] = []): JobContext => ({
    ...jobByItself,
    input: id === undefined ? {} : { id },
    report: (progress) => void told.push(progress),
  })
  /** Everything is allocated, and of each file's neighbours every second one is gone. */
  function fill(): void {
    const names = Array.from({ length: 200 }, (_none, number) => path.join(top, `film-${number}`))
    try {
      for (const [number, name] of names.entries()) {
        writeFileSync(name, Buffer.alloc(4_000_000, name))
        if (number % 10 === 9) sh('sync', '-f', top)
      }
    } catch {
      // Full, as it should be.
    }
    for (const [number, name] of names.entries()) if (number % 4 !== 0) rmSync(name, { force: true })
    sh('sync', '-f', top)
  }

  it('gives back what is set aside for data where hardly anything is unallocated, and leaves the files alone', async () => {
    makeDisk(1, '--metadata', 'single')
    fill()
    const before = await told()
    expect(diskTroubles(before)).toEqual([expect.stringMatching(/reserved for data are unused. Balance it.$/)])
    const sums = () => sh('sh', '-c', `cd "$1" && sha256sum -- *`, 'sh', top)
    const [sumsBefore, progress] = [sums(), [] as AgentProgress[]]
    expect(await balanceDisks(jobFor(before.id, progress))).toMatchObject({ data: { disks: 1 } })
    const after = await told()
    expect(after.unallocatedBytes).toBeGreaterThanOrEqual(wantedUnallocated(after))
    expect(diskTroubles(after)).toEqual([])
    expect(sums()).toBe(sumsBefore)
    expect(progress.at(-1)).toMatchObject({ done: wantedUnallocated(after), total: wantedUnallocated(after) })
    await expect(balanceDisks(jobFor(before.id))).rejects.toMatchObject({
      code: 'blocked',
      message: /needs no balance/,
    })
  })

  it('waits for its turn between two chunks, and goes on', async () => {
    makeDisk(1, '--metadata', 'single')
    fill()
    const { id } = await told()
    let turns = 0
    const turn = () => {
      turns += 1
      return Promise.resolve(turns === 1 ? AbortSignal.abort() : new AbortController().signal)
    }
    await balanceDisks({ ...jobFor(id), turn })
    expect(turns).toBeGreaterThan(1)
    expect(diskTroubles(await told())).toEqual([])
  })

  it('is refused where it would not help, and for a disk that is not there', async () => {
    makeDisk(1, '--metadata', 'single')
    const unknown = '5c1f3dd0-7e4e-4f0a-9a08-1f0f4b0c2f6e'
    await expect(balanceDisks(jobFor(unknown))).rejects.toMatchObject({ code: 'not-found' })
    const { id } = await told()
    await expect(balanceDisks(jobFor(id))).rejects.toMatchObject({ code: 'blocked' })
  })
})
