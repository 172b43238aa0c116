/**
 * The state to which `reset` returns: a snapshot of every subvolume in a folder at the top of each disk, where no
 * laptop mounts it. Put back while the laptop is off, so that nothing of what happened since survives.
 */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { attachDisk, isSystemIn, mountTop, unmountBelow, unmountTop } from './disk.ts'
import type { Laptop } from './layout.ts'
import { PracticeError } from './practice-error.ts'
import { run } from './run.ts'

const folderName = 'pristine'
/** A subvolume that somebody still holds never goes: that is told, not waited for. */
const patienceMs = 120_000

const listSchema = z.object({
  version: z.literal(1),
  /** Paths of the subvolumes, parents first, "" where the system is in the top level; number N of the list is kept as `pristine/N`. */
  subvolumes: z.array(z.string()),
})

interface Subvolume {
  readonly id: number
  readonly parent: number
  readonly path: string
}

/** Keeps the present state of a laptop, on or off, as the one to return to. */
export async function keepPristine(laptop: Laptop): Promise<void> {
  await withTop(laptop, async () => {
    await run('write everything to disk', ['sync', '--file-system', laptop.top])
    const draft = path.join(laptop.top, 'pristine.new')
    await dropFolder(laptop, draft)
    await mkdir(draft, { mode: 0o700 })
    const below = (await listSubvolumes(laptop)).map(({ path: name }) => name)
    const kept = [...(isSystemIn(laptop.top) ? [''] : []), ...below.filter((name) => !name.startsWith('pristine'))]
    for (const [number, name] of kept.entries()) {
      // Writable, which a snapshot that a person keeps is not: pc-switcher does not list it among those. Nothing mounts it.
      await snapshot(laptop, path.join(laptop.top, name), path.join(draft, String(number)))
    }
    const list = { version: 1, subvolumes: kept }
    await writeFile(path.join(draft, 'list.json'), JSON.stringify(list))
    await dropFolder(laptop, path.join(laptop.top, folderName))
    await rename(draft, path.join(laptop.top, folderName))
    await run('write everything to disk', ['sync', '--file-system', laptop.top])
  })
}

/** Returns a laptop that is off to its kept state. */
export async function putBackPristine(laptop: Laptop): Promise<void> {
  await withTop(laptop, async () => {
    const folder = path.join(laptop.top, folderName)
    const listFile = path.join(folder, 'list.json')
    if (!existsSync(listFile))
      throw new PracticeError(`${laptop.host} has no state to return to: "down --remove", then "up".`)
    const list = listSchema.parse(JSON.parse(await readFile(listFile, 'utf8')))
    await deleteSubvolumes(laptop, (name) => !name.startsWith(`${folderName}/`))
    for (const [number, name] of list.subvolumes.entries()) {
      const target = path.join(laptop.top, name)
      const from = path.join(folder, String(number))
      // A nested subvolume left an empty folder in the snapshot of its parent.
      if (name !== '') await rmdir(target).catch(() => undefined)
      await (name === '' ? copyTop(laptop, from) : snapshot(laptop, from, target))
    }
    await reclaimSpace(laptop)
  })
}

/**
 * After somebody filled the disk, everything is allocated to data that is deleted by and by: what looks at
 * unallocated space would go on seeing a full disk for half a minute.
 */
async function reclaimSpace(laptop: Laptop): Promise<void> {
  const { stdout } = await run(`see how full ${laptop.host} is`, ['btrfs', 'filesystem', 'usage', '--raw', laptop.top])
  const unallocated = Number(/Device unallocated:\s+(\d+)/.exec(stdout)?.[1])
  if (unallocated > 2 * 1024 ** 3) return
  // Without a commit before it the wait is for the next one, half a minute away.
  await run(`write everything to the disk of ${laptop.host}`, ['btrfs', 'filesystem', 'sync', laptop.top])
  await run(`wait for deleted subvolumes of ${laptop.host}`, ['btrfs', 'subvolume', 'sync', laptop.top], {
    timeoutMs: patienceMs,
  })
  await run(`free the space of ${laptop.host}`, [
    'btrfs',
    '--quiet',
    'balance',
    'start',
    '-dusage=0',
    '-musage=0',
    laptop.top,
  ])
}

/** The top level can be snapshotted, and cannot be put in the place of itself. */
async function copyTop(laptop: Laptop, kept: string): Promise<void> {
  for (const name of await readdir(laptop.top))
    if (name !== folderName) await rm(path.join(laptop.top, name), { recursive: true, force: true })
  const source = `${kept}/.`
  await run(`put the system of ${laptop.host} back`, ['cp', '-a', '--reflink=auto', '--', source, laptop.top])
  await rmdir(path.join(laptop.top, `${folderName}.new`))
}

async function withTop<T>(laptop: Laptop, task: () => Promise<T>): Promise<T> {
  await mountTop(laptop, await attachDisk(laptop))
  try {
    return await task()
  } finally {
    await unmountTop(laptop)
  }
}

async function snapshot(laptop: Laptop, from: string, to: string): Promise<void> {
  await run(`snapshot ${from} of ${laptop.host}`, ['btrfs', '--quiet', 'subvolume', 'snapshot', '--', from, to])
}

/** Subvolumes of a disk, parents first. Ids decide; a path with a newline (nobody's but a test's) is cut at it. */
async function listSubvolumes(laptop: Laptop): Promise<Subvolume[]> {
  const { stdout } = await run(`list the subvolumes of ${laptop.host}`, ['btrfs', 'subvolume', 'list', laptop.top])
  const all = stdout.split('\n').flatMap((line) => {
    const [, id, parent, name] = /^ID (\d+) gen \d+ top level (\d+) path (.*)$/.exec(line) ?? []
    return id === undefined || parent === undefined || name === undefined
      ? []
      : [{ id: Number(id), parent: Number(parent), path: name }]
  })
  return parentsFirst(all)
}

export function parentsFirst(all: readonly Subvolume[]): Subvolume[] {
  const byId = new Map(all.map((one) => [one.id, one]))
  const depth = (one: Subvolume | undefined): number => (one === undefined ? 0 : 1 + depth(byId.get(one.parent)))
  return all.toSorted((a, b) => depth(a) - depth(b) || a.id - b.id)
}

async function deleteSubvolumes(laptop: Laptop, wanted: (name: string) => boolean): Promise<void> {
  const doomed = (await listSubvolumes(laptop)).filter(({ path: name }) => wanted(name)).reverse()
  const around = new Set(doomed.map(({ parent }) => parent))
  for (const { id } of doomed.filter((one) => around.has(one.id))) await makeWritable(laptop, id)
  for (const { id } of doomed) {
    await run(`delete subvolume ${id} of ${laptop.host}`, [
      'btrfs',
      '--quiet',
      'subvolume',
      'delete',
      '--subvolid',
      String(id),
      laptop.top,
    ])
  }
}

/** Nothing can be taken out of a subvolume that is read-only. By its id: not every name is text. */
async function makeWritable(laptop: Laptop, id: number): Promise<void> {
  const place = await mkdtemp(`${laptop.top}-`)
  const option = `subvolid=${String(id)}`
  await run(`mount subvolume ${id} of ${laptop.host}`, [
    'mount',
    '-t',
    'btrfs',
    '-o',
    option,
    await attachDisk(laptop),
    place,
  ])
  try {
    await run(`make subvolume ${id} of ${laptop.host} writable`, [
      'btrfs',
      'property',
      'set',
      '-f',
      '-t',
      'subvol',
      place,
      'ro',
      'false',
    ])
  } finally {
    await unmountBelow(place)
    await rmdir(place)
  }
}

async function dropFolder(laptop: Laptop, folder: string): Promise<void> {
  const prefix = `${path.basename(folder)}/`
  await deleteSubvolumes(laptop, (name) => name.startsWith(prefix))
  await rm(folder, { recursive: true, force: true })
}
