/**
 * A btrfs of another disk as a place: `pc-switcher-copies/LAPTOP/SET/` at its top, with a subvolume for each of the set and copy.json.
 * Its top is mounted for the time of the work, where root alone can enter.
 */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Dirent,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import path from 'node:path'
import { readSets, setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { timeOfSetName } from '../../../commons/snapshot-sets/set-name.ts'
import type { Description } from '../../../commons/snapshot-sets/schemas.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { sendInto } from '../../../tools/btrfs/btrfs-stream.ts'
import { readBtrfsUsage } from '../../../tools/btrfs/btrfs-usage.ts'
import {
  hasSubvolumeInode,
  setReadOnly,
  showLineage,
  syncFileSystem,
  type SubvolumeLineage,
} from '../../../tools/btrfs/btrfs-subvolume.ts'
import { writeState } from '../../../tools/files/state-file.ts'
import { setTimes } from '../../../tools/files/touch.ts'
import { findBtrfsDevice } from '../../../tools/btrfs/btrfs-devices.ts'
import { withMounted } from '../../../tools/mounts/with-mounted.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { copiesMessages } from '../messages.ts'
import { copyKey, copySchema, type Copy, type DiskPlace } from '../schemas.ts'
import { recallPlace } from './place-memory.ts'
import type { BringBack, OpenedPlace, PlaceHost, PlaceWork } from './open-place.ts'
import { verifyOnDisk } from './verify-disk.ts'

/** At the top of the disk. */
export const copiesFolder = 'pc-switcher-copies'
/** Of a copy in the making: not the name of a set. */
const unfinished = '.incoming-'

export async function withDisk<T>(
  { stateFolder, runFolder }: PlaceHost,
  place: DiskPlace,
  options: RunOptions,
  work: (open: OpenedPlace) => Promise<T>,
): Promise<T> {
  const source = findBtrfsDevice(place.fsUuid)
  if (source === undefined) throw copiesMessages.notConnected({ place: place.name })
  // A job and several looks may be at the same disk at once.
  const at = path.join(runFolder, 'copies', `${process.pid}-${randomBytes(3).toString('hex')}`)
  const wanted = { source, subvolume: 'subvolid=5,compress=zstd', at }
  return withMounted(wanted, options, () => work(openDisk(stateFolder, at, recallPlace(stateFolder, place.id).damaged)))
}

/** `damaged`: keys of copies that nothing is built on any more. */
function openDisk(stateFolder: string, top: string, damaged: readonly string[]): OpenedPlace {
  return {
    list: () => Promise.resolve(listCopies(top)),
    copy: (set, work) => copyOnto({ stateFolder, top, damaged }, set, work),
    bringBack: (wanted, work) => bringBackFrom(stateFolder, top, wanted, work),
    remove: (copies, work) => removeFrom(top, copies, work),
    verify: (part, work) =>
      verifyOnDisk(
        {
          ...{ stateFolder, copies: listCopies(top), folderOf: folderOf(top) },
          isAsReceived: (folder, name) => isAsReceived(folder, name, work),
        },
        part,
        work,
      ),
    prune: () => Promise.resolve(),
    room: async () => {
      const { totalBytes, freeBytes } = await readBtrfsUsage(top, {})
      return { totalBytes, freeBytes }
    },
  }
}

const folderOf =
  (top: string) =>
  ({ laptop, set }: Pick<Copy, 'laptop'> & { readonly set: Pick<Description, 'id'> }): string =>
    path.join(top, copiesFolder, laptop, set.id)

function listCopies(top: string): readonly Copy[] {
  const copies = foldersIn(top, path.join(top, copiesFolder)).flatMap((laptop) =>
    foldersIn(top, laptop).flatMap((folder) => readCopy(folder) ?? []),
  )
  return copies.toSorted((one, other) => (one.set.at < other.set.at ? 1 : -1))
}

/** Undefined where it is none, or where it belongs elsewhere: what is on a disk may be anybody's. */
function readCopy(folder: string): Copy | undefined {
  const [laptop, id] = folder.split('/').slice(-2)
  if (id === undefined || timeOfSetName(id) === undefined) return undefined
  const parsed = copySchema.safeParse(parseJson(readPlain(path.join(folder, 'copy.json'))))
  const copy = parsed.data
  return copy?.laptop === laptop && copy?.set.id === id ? copy : undefined
}

const mostBytes = 4 * 1024 * 1024

/** An ordinary file of no more than it can be. Nothing where it is none, or cannot be read: the other copies are still there. */
function readPlain(file: string): string {
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const stat = fstatSync(descriptor)
      return stat.isFile() && stat.size <= mostBytes ? readFileSync(descriptor, 'utf8') : ''
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return ''
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Ordinary folders alone: nothing on a disk may lead elsewhere. */
function foldersIn(top: string, folder: string): readonly string[] {
  if (!isFolderOf(top, folder)) return []
  const isFolder = (entry: Dirent) => entry.isDirectory()
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    isFolder(entry) ? [path.join(folder, entry.name)] : [],
  )
}

function isFolderOf(top: string, folder: string): boolean {
  try {
    return lstatSync(folder).isDirectory() && `${realpathSync(folder)}/`.startsWith(`${realpathSync(top)}/`)
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT')) return false
    throw thrown
  }
}

interface Disk {
  readonly stateFolder: string
  readonly top: string
  readonly damaged: readonly string[]
}

async function copyOnto({ stateFolder, top, damaged }: Disk, set: Description, work: PlaceWork): Promise<Copy> {
  const laptop = hostname()
  const earlier = listCopies(top).filter((copy) => copy.laptop === laptop)
  const known = earlier.find((copy) => copy.set.id === set.id)
  if (known !== undefined) return known
  const whole = earlier.filter((copy) => !damaged.includes(copyKey(copy)))
  const own = path.join(top, copiesFolder, laptop)
  for (const folder of [path.dirname(own), own]) {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
    if (!isFolderOf(top, folder)) throw copiesMessages.notAFolder({ folder: path.relative(top, folder) })
  }
  await removeUnfinished(own)
  const draft = path.join(own, `${unfinished}${set.id}`)
  mkdirSync(draft, { mode: 0o700 })
  const parts: Record<string, string> = {}
  const before = await usedBytes(top)
  let done = 0
  for (const { subvolume, path: folder } of set.snapshots) {
    await work.turn?.()
    const snapshot = path.join(setFolder(stateFolder, set.id), subvolume)
    const parent = await findParent({ stateFolder, top, earlier: whole, subvolume }, work)
    const current = copiesMessages.copying({ what: folder ?? subvolume })
    const onBytes = (sent: number) => work.report({ done: done + sent, current })
    const received = await receiveWhole({ snapshot, parent, to: path.join(draft, subvolume) }, { ...work, onBytes })
    done += received.bytes
    parts[subvolume] = received.name
  }
  // What was received is on the disk before it is said to be.
  await syncFileSystem(top, {})
  const bytes = Math.max(0, (await usedBytes(top)) - before)
  const copy: Copy = { version: 1, laptop, copiedAt: new Date().toISOString(), set, parts, bytes, isWhole: true }
  writeState({ path: path.join(draft, 'copy.json'), schema: copySchema, without: copiesMessages.withoutCopy({}) }, copy)
  renameSync(draft, path.join(own, set.id))
  await syncFileSystem(top, {})
  return copy
}

const usedBytes = async (top: string): Promise<number> => (await readBtrfsUsage(top, {})).usedBytes

/** The name under which `send` sends it: of one that was itself received, that of the first. */
const sentAs = ({ receivedUuid, uuid }: SubvolumeLineage): string => receivedUuid ?? uuid

interface Reception {
  readonly snapshot: string
  readonly parent: string | undefined
  readonly to: string
}

/** Answers with the name under which it was sent, and how many bytes were seen on their way (the last ones may be missing). What is there then is closed, and is the snapshot. */
async function receiveWhole(
  { snapshot, parent, to }: Reception,
  { onBytes, ...options }: RunOptions & { readonly onBytes: (bytes: number) => void },
): Promise<{ readonly bytes: number; readonly name: string }> {
  let bytes = 0
  const into = path.dirname(to)
  mkdirSync(into, { recursive: true, mode: 0o700 })
  const told = (sent: number) => onBytes((bytes = sent))
  await sendInto({ snapshot, parent, into }, { signal: options.signal, onBytes: told })
  const [sent, received] = await Promise.all([showLineage(snapshot, options), showLineage(to, options)])
  if (!received.readOnly || received.receivedUuid !== sentAs(sent))
    throw copiesMessages.notReceived({}, { details: to })
  await keepTimeOfTop(snapshot, to)
  return { bytes, name: sentAs(sent) }
}

/**
 * `receive` makes each new file at the top under a name of its own first, and send tells it to give their times back to the folders that
 * they go into, but not to the top (kernel 6.18). Its received UUID stays.
 */
async function keepTimeOfTop(from: string, to: string): Promise<void> {
  const [wanted, found] = [from, to].map((place) => lstatSync(place, { bigint: true }).mtimeNs)
  if (wanted === undefined || wanted === found) return
  await setReadOnly(to, false, {})
  await setTimes(to, wanted, {})
  await setReadOnly(to, true, {})
}

interface ParentSearch {
  readonly stateFolder: string
  readonly top: string
  /** Of this laptop, the newest first. */
  readonly earlier: readonly Copy[]
  readonly subvolume: string
}

/** The newest snapshot here that the disk has too, and to which nobody has written on either side. */
async function findParent(
  { stateFolder, top, earlier, subvolume }: ParentSearch,
  options: RunOptions,
): Promise<string | undefined> {
  const here = await listSent(stateFolder, subvolume, options)
  for (const copy of earlier) {
    const name = copy.parts[subvolume]
    const own = name === undefined ? undefined : here.get(name)
    if (own !== undefined && (await isAsReceived(path.join(folderOf(top)(copy), subvolume), name, options))) return own
  }
  return undefined
}

/** Snapshots of this laptop by the name under which they are sent, but those that were written to since they were taken. */
async function listSent(
  stateFolder: string,
  subvolume: string,
  options: RunOptions,
): Promise<ReadonlyMap<string, string>> {
  const places = readSets(stateFolder)
    .filter(({ subvolumes }) => subvolumes.includes(subvolume))
    .map(({ id }) => path.join(setFolder(stateFolder, id), subvolume))
  const found = await Promise.all(
    places.map(async (place) => {
      const lineage = await showLineage(place, options).catch(() => undefined)
      const isUntouched = lineage?.readOnly === true && Number(lineage.changed) <= Number(lineage.made)
      return lineage !== undefined && isUntouched ? [[sentAs(lineage), place] as const] : []
    }),
  )
  return new Map(found.flat())
}

/** Closing what was received writes it once more, so only its names tell. */
async function isAsReceived(place: string, name: string | undefined, options: RunOptions): Promise<boolean> {
  if (!existsSync(place) || !hasSubvolumeInode(lstatSync(place))) return false
  const { readOnly, receivedUuid } = await showLineage(place, options)
  return readOnly && receivedUuid === name
}

async function bringBackFrom(
  stateFolder: string,
  top: string,
  { copy, subvolumes, folder }: BringBack,
  work: PlaceWork,
): Promise<void> {
  const others = listCopies(top)
  let bytes = 0
  for (const subvolume of subvolumes) {
    const snapshot = path.join(folderOf(top)(copy), subvolume)
    if (!(await isAsReceived(snapshot, copy.parts[subvolume], work)))
      throw copiesMessages.copyChanged({ subvolume }, { details: snapshot })
    const here = await listSent(stateFolder, subvolume, work)
    const shared = others.find(
      (other) => other.laptop === copy.laptop && here.has(other.parts[subvolume] ?? '') && other.set.id !== copy.set.id,
    )
    const beside = shared === undefined ? undefined : path.join(folderOf(top)(shared), subvolume)
    const isUsable = beside !== undefined && (await isAsReceived(beside, shared?.parts[subvolume], work))
    const parent = isUsable ? beside : undefined
    const current = copiesMessages.bringingBack({ what: subvolume })
    const onBytes = (sent: number) => work.report({ done: bytes + sent, current })
    const received = await receiveWhole({ snapshot, parent, to: path.join(folder, subvolume) }, { ...work, onBytes })
    bytes += received.bytes
  }
}

async function removeFrom(top: string, copies: readonly Copy[], work: PlaceWork): Promise<void> {
  for (const copy of copies) {
    work.signal?.throwIfAborted()
    const folder = folderOf(top)(copy)
    if (!isFolderOf(top, folder)) continue
    // From here on it is no copy any more.
    const aside = path.join(path.dirname(folder), `${unfinished}${copy.set.id}`)
    renameSync(folder, aside)
    await removeTree(aside)
  }
  await syncFileSystem(top, {})
}

async function removeUnfinished(own: string): Promise<void> {
  for (const name of readdirSync(own)) if (name.startsWith(unfinished)) await removeTree(path.join(own, name))
}

/** Subvolumes, then the folders around them. Nothing else is in there but copy.json. */
async function removeTree(folder: string): Promise<void> {
  const inside = readdirSync(folder, { withFileTypes: true })
  for (const entry of inside) {
    const place = path.join(folder, entry.name)
    if (!entry.isDirectory()) rmSync(place, { force: true })
    else if (hasSubvolumeInode(lstatSync(place))) await removeSubvolume(place)
    else await removeTree(place)
  }
  rmdirSync(folder)
}

async function removeSubvolume(place: string): Promise<void> {
  const { complaints } = await deleteSubvolumes([place])
  if (existsSync(place)) throw copiesMessages.notRemoved({}, { details: complaints })
}
