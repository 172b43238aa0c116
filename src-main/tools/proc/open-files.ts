/** Which programs have files open or in their memory (proc_pid_fd(5), proc_pid_fdinfo(5)). Asked as root, about all. */
import { readdirSync, readlinkSync, type BigIntStats } from 'node:fs'
import { setImmediate as others } from 'node:timers/promises'
import { readOwnText } from '../files/own-file.ts'
import { createLookAtOpened, listMapped } from './process-users.ts'

import { ifAlive, runningPids } from './running-processes.ts'

/** A file by what stat(2) says of it. */
export function fileKey({ device, inode }: { readonly device: string; readonly inode: string }): string {
  return `${device} ${inode}`
}

export interface OpenFile {
  /** As `fileKey` makes it. */
  readonly key: string
  readonly inode: number
  /** Of the subvolume, as stat(2) has it. */
  readonly device: number
  /** The program, as the kernel knows it: 15 bytes at most. */
  readonly program: string
  /** It may write to it. */
  readonly writes: boolean
}

/** The names of the programs by `fileKey`. This process is not among them. */
export function findOpeners(files: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const openers = new Map<string, Set<string>>()
  if (files.size === 0) return openers
  const isWanted = ({ key }: Found): boolean => files.has(key)
  for (const open of eachProcess(isWanted))
    for (const { key, program } of open) openers.set(key, (openers.get(key) ?? new Set()).add(program))
  return openers
}

/** Everything that is open on these devices. Others get their turn in between: it can take half a second. */
export async function listOpenFiles(devices: ReadonlySet<number>): Promise<readonly OpenFile[]> {
  const open: OpenFile[] = []
  if (devices.size === 0) return open
  for (const ofOne of eachProcess(({ device }) => devices.has(device))) {
    open.push(...ofOne)
    await others()
  }
  return open
}

type Found = Pick<OpenFile, 'key' | 'device' | 'inode'>
type IsWanted = (file: Found) => boolean

function* eachProcess(isWanted: IsWanted): Generator<readonly OpenFile[]> {
  const known = new Map<string, Found | undefined>()
  for (const pid of runningPids()) {
    if (pid === process.pid) continue
    const look = createLookAtOpened(pid)
    const open = [...openedBy(pid, look, isWanted), ...mappedBy({ pid, look, known }, isWanted)]
    if (open.length === 0) continue
    const program = ifLooked(() => readOwnText(`/proc/${pid}/comm`).trimEnd()) ?? String(pid)
    yield open.map((one) => ({ ...one, program }))
  }
}

type Opened = Omit<OpenFile, 'program'>
type Look = ReturnType<typeof createLookAtOpened>

function openedBy(pid: number, look: Look, isWanted: IsWanted): readonly Opened[] {
  const folder = `/proc/${pid}/fd`
  const names = ifLooked(() => readdirSync(folder)) ?? []
  return names.flatMap((name) => {
    const place = `${folder}/${name}`
    // Sockets, pipes and the like have no path, and are most of what is open.
    const file = ifLooked(() => readlinkSync(place))?.startsWith('/') === true ? lookAt(look, place) : undefined
    return file !== undefined && isWanted(file) ? [{ ...file, writes: isForWriting(pid, name) }] : []
  })
}

interface Mapping {
  readonly pid: number
  readonly look: Look
  /** What was looked at for another process already. */
  readonly known: Map<string, Found | undefined>
}

function mappedBy({ pid, look, known }: Mapping, isWanted: IsWanted): readonly Opened[] {
  return (ifLooked(() => listMapped(pid)) ?? []).flatMap(({ key, place, writes }) => {
    const file = known.has(key) ? known.get(key) : lookAt(look, place)
    known.set(key, file)
    return file !== undefined && isWanted(file) ? [{ ...file, writes }] : []
  })
}

function lookAt(look: Look, place: string): Found | undefined {
  const stat = ifLooked(() => look(place))
  return stat?.isFile() === true ? foundOf(stat) : undefined
}

function foundOf({ dev, ino }: BigIntStats): Found {
  return { key: fileKey({ device: String(dev), inode: String(ino) }), device: Number(dev), inode: Number(ino) }
}

/** The flags of open(2), octal; the last two bits are how. */
function isForWriting(pid: number, name: string): boolean {
  const text = ifLooked(() => readOwnText(`/proc/${pid}/fdinfo/${name}`, 'latin1')) ?? ''
  return /^flags:\s*\d*[1256]$/m.test(text)
}

/** A process that ends has nothing; what cannot be looked at is no file of ours. */
function ifLooked<T>(ask: () => T): T | undefined {
  try {
    return ifAlive(ask)
  } catch {
    return undefined
  }
}
