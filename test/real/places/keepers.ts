/** Copies and bundles in every kind of place, behind the same questions: what holds of one has to hold of all. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readPassword } from '../../../src-main/commons/places/on-machine/place-secrets.ts'
import { findPlace } from '../../../src-main/commons/places/on-machine/places-file.ts'
import { setFolder } from '../../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet } from '../../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { Description } from '../../../src-main/commons/snapshot-sets/schemas.ts'
import { getFromPlace, putAtPlace, removeAtPlace } from '../../../src-main/domains/bundles/on-machine/at-place.ts'
import { findBundle } from '../../../src-main/domains/bundles/on-machine/bundle-folders.ts'
import { makeBundle } from '../../../src-main/domains/bundles/on-machine/make-bundle.ts'
import { add, inspect } from '../../../src-main/domains/copies/on-machine/add-place.ts'
import { bringBack } from '../../../src-main/domains/copies/on-machine/bring-back.ts'
import type { OpenedCopies } from '../../../src-main/domains/copies/on-machine/opened-copies.ts'
import { findCopyPlace, withCopies } from '../../../src-main/domains/copies/on-machine/with-copies.ts'
import { bucket, startBucketServer } from '../bucket-server.ts'
import { bundlesAt } from '../kept-places.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from '../loop-btrfs.ts'
import { startRegistryServer } from '../registry-server.ts'

/** One with its own state, that knows of the place what was said when it was added. */
export interface Laptop {
  readonly stateFolder: string
  readonly runFolder: string
}

/** What is outside the laptops. */
interface Outside {
  readonly wanted: Pick<Parameters<typeof add>[1], 'where' | 'asStore' | 'keys' | 'ca' | 'login'>
  /** Files that are whole or nothing, by which contents and records are kept; none on a disk. */
  readonly objects: () => readonly string[]
  /** From now on it is not reached; answers with what ends that. */
  readonly cutOff: () => () => void
  readonly remove: () => Promise<void> | void
  /** Its top, where it is a disk. */
  readonly top?: string
}

export interface World {
  readonly disk: LoopBtrfs
  /** Of the person: what is in it is kept. */
  readonly home: string
  readonly laptops: readonly [Laptop, Laptop]
  readonly outside: Outside
  readonly remove: () => Promise<void>
}

interface Found {
  readonly name: string
  readonly isDamaged: boolean
}

export interface Work {
  readonly signal?: AbortSignal
  /** Something is on its way. */
  readonly onBytes?: () => void
}

interface Keeper {
  /** Of what is in the home folder now; answers with its name. */
  readonly make: (world: World, laptop: Laptop) => Promise<string>
  readonly put: (laptop: Laptop, name: string, work?: Work) => Promise<unknown>
  readonly list: (laptop: Laptop) => Promise<readonly Found[]>
  /** Answers with the folder in which the files of the home folder are then. */
  readonly get: (laptop: Laptop, name: string) => Promise<string>
  readonly remove: (laptop: Laptop, name: string) => Promise<unknown>
  /** From the top of a disk: its record, and a file of the person's in it. */
  readonly onDisk: (name: string) => { readonly record: string; readonly tree: string; readonly file: string }
}

const placeName = 'Place'

const filesBelow = (folder: string): readonly string[] =>
  existsSync(folder) ? sh('find', folder, '-type', 'f').trim().split('\n').filter(Boolean) : []

function onDisk(): Outside {
  const usb = makeLoopBtrfs(768)
  const where = sh('findmnt', '--noheadings', '--output', 'SOURCE', usb.top).trim()
  return {
    ...{ wanted: { where, asStore: false }, top: usb.top, objects: () => [], remove: () => usb.remove() },
    // Its loop device goes with it.
    cutOff: () => {
      sh('umount', usb.top)
      return () => sh('mount', '-o', 'loop', path.join(usb.folder, 'disk'), usb.top)
    },
  }
}

function inFolder(folder: string): Outside {
  const disk = path.join(folder, 'nas')
  mkdirSync(disk)
  return {
    wanted: { where: path.join(disk, 'store'), asStore: true },
    objects: () => filesBelow(path.join(disk, 'store/data')),
    cutOff: () => {
      renameSync(disk, `${disk}-away`)
      return () => renameSync(`${disk}-away`, disk)
    },
    remove: () => undefined,
  }
}

async function inBucket(folder: string): Promise<Outside> {
  const server = await startBucketServer(path.join(folder, 'server'))
  const where = `s3://127.0.0.1:${server.port}/${bucket}/p17`
  return {
    wanted: { where, asStore: false, keys: server.keys, ca: server.ca },
    objects: () => filesBelow(path.join(folder, 'server/objects')).filter((one) => /\/data\/.*_object$/.test(one)),
    cutOff: () => {
      server.fail(() => 'cut')
      return () => server.fail(undefined)
    },
    remove: () => server.stop(),
  }
}

async function inRegistry(folder: string): Promise<Outside> {
  const server = await startRegistryServer(path.join(folder, 'server'))
  const where = `oci://127.0.0.1:${server.port}/alice/bundles`
  return {
    wanted: { where, asStore: false, login: server.login, ca: server.ca },
    objects: () => filesBelow(path.join(server.kept, 'docker/registry/v2/blobs')),
    cutOff: () => {
      server.fail(() => 'cut')
      return () => server.fail(undefined)
    },
    remove: () => server.stop(),
  }
}

/** Of the same disk: nothing that belongs to one laptop is seen by the other. */
export async function makeWorld(outsideOf: (folder: string) => Promise<Outside> | Outside): Promise<World> {
  const disk = makeLoopBtrfs(1024)
  for (const one of ['@', '@home', '@p17', '@xps']) sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, one))
  const root = disk.mount('@', 'root')
  mkdirSync(path.join(root, 'etc'))
  const home = disk.mount('@home', 'root/home')
  const laptops = [
    { stateFolder: disk.mount('@p17', 'p17'), runFolder: path.join(disk.folder, 'run-p17') },
    { stateFolder: disk.mount('@xps', 'xps'), runFolder: path.join(disk.folder, 'run-xps') },
  ] as const
  chmodSync(disk.folder, 0o755)
  const outside = await outsideOf(disk.folder)
  const remove = async () => {
    await outside.remove()
    disk.remove()
  }
  return { disk, home, laptops, outside, remove }
}

/** Each time with other contents, most of which are the same as before. */
export function changeHome({ home }: World, mark: string): void {
  const folder = path.join(home, 'work')
  mkdirSync(path.join(folder, 'deep'), { recursive: true })
  writeFileSync(path.join(folder, 'letter'), `Dear Bob, ${mark}`)
  writeFileSync(path.join(folder, `photo ${mark}`), randomBytes(1_000_000))
  writeFileSync(path.join(folder, 'deep/a name\nof two lines'), 'x')
  rmSync(path.join(folder, 'deep/link'), { force: true })
  sh('ln', '-s', '../gone', path.join(folder, 'deep/link'))
  sh('setfattr', '-n', 'user.tag', '-v', 'red', path.join(folder, 'letter'))
  sh('chown', '-hR', '65534:65534', home)
}

/** The other laptop types the password, as it stands on the recovery sheet. Answers with what was found there. */
export async function addPlace({ laptops: [first], outside }: World, laptop: Laptop) {
  const known =
    laptop === first ? undefined : readPassword(first.stateFolder, findPlace(first.stateFolder, placeName).id)
  const wanted = { ...outside.wanted, ...(known === undefined ? {} : { password: known }) }
  const found = laptop === first ? undefined : await inspect(laptop, wanted, {})
  await add(laptop, { ...wanted, name: placeName }, {})
  return found
}

/** Nothing is remembered of a store but what is in it. */
export function forgetCaches({ laptops }: World): void {
  for (const { stateFolder } of laptops)
    rmSync(path.join(stateFolder, 'restic-cache'), { recursive: true, force: true })
}

const sets = new Map<string, Description>()
let taken = 0

const within = <T>(laptop: Laptop, { signal }: Work, work: (open: OpenedCopies) => Promise<T>): Promise<T> =>
  withCopies(laptop, findCopyPlace(laptop.stateFolder, placeName), { signal }, work)

export const copies: Keeper = {
  make: async ({ home, disk }, { stateFolder }) => {
    const places = { areas: { system: path.join(disk.folder, 'root/etc'), home }, stateFolder, swapFiles: [] }
    const request = { switchId: `places-${(taken += 1)}`, reason: 'manual' } as const
    const set = await takeSet(places, request, { report: () => undefined })
    sets.set(set.id, set)
    return set.id
  },
  put: async (laptop, name, work = {}) => {
    const set = sets.get(name)
    if (set === undefined) throw new Error(name)
    const report = () => work.onBytes?.()
    return within(laptop, work, (open) => open.put(set, { signal: work.signal, report }))
  },
  list: (laptop) =>
    within(laptop, {}, async (open) =>
      (await open.list()).map(({ set, isUnreadable }) => ({ name: set.id, isDamaged: isUnreadable === true })),
    ),
  get: async (laptop, name) => {
    const place = findCopyPlace(laptop.stateFolder, placeName)
    const { setId } = await bringBack(laptop, place, { setId: name, subvolumes: ['home'] }, { report: () => undefined })
    return path.join(setFolder(laptop.stateFolder, setId), 'home/work')
  },
  remove: (laptop, name) =>
    within(laptop, {}, async (open) => {
      const gone = (await open.list()).filter(({ set }) => set.id === name)
      await open.remove(gone, { report: () => undefined })
      await open.sweep({ report: () => undefined })
    }),
  onDisk: (name) => ({
    record: `pc-switcher-copies/*/${name}/copy.json`,
    tree: `pc-switcher-copies/*/${name}/home`,
    file: 'work/letter',
  }),
}

const idOf = (version: string) => ({ name: 'work', version })
const quietly = { onSent: () => undefined, onRead: () => undefined }

export const bundles: Keeper = {
  make: async ({ home }, { stateFolder }) => {
    const version = `${(taken += 1)}`
    const person = { name: 'nobody', uid: 65_534, gid: 65_534, home }
    await makeBundle(
      { stateFolder, person },
      { id: idOf(version), paths: [path.join(home, 'work')] },
      { onBytes: () => undefined },
    )
    return version
  },
  put: (host, name, { signal, onBytes = () => undefined } = {}) =>
    putAtPlace({ host, place: placeName }, idOf(name), { signal, onSent: onBytes, onRead: onBytes }),
  list: async (host) =>
    (await bundlesAt({ host, place: placeName })).map(({ head, proven }) => ({
      name: head.bundle.version,
      isDamaged: proven?.isRight === false,
    })),
  get: async (host, name) => {
    await getFromPlace({ host, place: placeName }, idOf(name), quietly)
    return path.join(findBundle(host.stateFolder, idOf(name)).place, 'files/work')
  },
  remove: async (host, name) => {
    const all = await bundlesAt({ host, place: placeName })
    for (const { head } of all.filter(({ head: { bundle } }) => bundle.version === name))
      await removeAtPlace({ host, place: placeName }, head, quietly)
  },
  onDisk: (name) => ({
    record: `pc-switcher-bundles/bundles/work/${name}/work-${name}/bundle.json`,
    tree: `pc-switcher-bundles/bundles/work/${name}/work-${name}`,
    file: 'files/work/letter',
  }),
}

const all: ReadonlySet<string> = new Set(['given', 'cut', 'damage'])
const none: ReadonlySet<string> = new Set()

/** restic needs a second for whatever it is asked: with a store the same is not asked twice. */
export const everyKind = [
  { kind: 'copies on a disk', keeper: copies, outside: onDisk, inLongAlone: none },
  { kind: 'copies in a folder', keeper: copies, outside: inFolder, inLongAlone: new Set(['cut', 'damage']) },
  { kind: 'copies in a bucket', keeper: copies, outside: inBucket, inLongAlone: all },
  { kind: 'bundles on a disk', keeper: bundles, outside: onDisk, inLongAlone: none },
  { kind: 'bundles in a folder', keeper: bundles, outside: inFolder, inLongAlone: new Set(['given', 'cut']) },
  { kind: 'bundles in a bucket', keeper: bundles, outside: inBucket, inLongAlone: all },
  { kind: 'bundles in a registry', keeper: bundles, outside: inRegistry, inLongAlone: none },
] as const
