/**
 * proc_pid_mountinfo(5): what is mounted, for every process; services with private mounts and containers keep what is
 * unmounted elsewhere. The subvolume stands in the options of the file system, whatever the mounted folder was renamed
 * to since.
 */
import { closeSync, readlinkSync } from 'node:fs'
import { openPlace, readOwnText } from '../files/own-file.ts'
import { textFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { unreadableAnswer } from '../run.ts'
import { ifAlive, runningPids } from './running-processes.ts'

export interface MountEntry {
  readonly mountId: number
  /** Major and minor number; the same for all mounts of one file system. */
  readonly device: string
  /** The mounted folder, from the top of the file system: "/@home". */
  readonly fsRoot: BytePath
  readonly target: BytePath
  /** Of this mount alone: "rw,noatime". */
  readonly options: string
  /** This mount, or its whole file system. */
  readonly readOnly: boolean
  readonly fsType: string
  readonly source: string
  /** Of a btrfs: the subvolume that is mounted. */
  readonly subvolumeId: number | undefined
  /** Peer group it belongs to, and the one it follows: what is unmounted there is unmounted here too. */
  readonly shared: number | undefined
  readonly master: number | undefined
}

/** `text` is decoded as 'latin1'. */
export function parseMountinfo(text: string): readonly MountEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseEntry(line))
}

function parseEntry(line: string): MountEntry {
  const [before = '', after = ''] = line.split(' - ')
  const [mountId, , device, fsRoot = '', target, options, ...propagation] = before.split(' ')
  const [fsType, source = '', superOptions = ''] = after.split(' ')
  if (mountId === undefined || device === undefined || target === undefined || options === undefined)
    throw unreadableAnswer('/proc/PID/mountinfo', line)
  if (fsType === undefined || fsType === '') throw unreadableAnswer('/proc/PID/mountinfo', line)
  const subvolumeId = /(?:^|,)subvolid=(\d+)(?:,|$)/.exec(superOptions)?.[1]
  return {
    mountId: Number(mountId),
    device,
    fsRoot: unescapeName(fsRoot),
    target: unescapeName(target),
    options,
    readOnly: options.split(',').includes('ro') || superOptions.split(',').includes('ro'),
    fsType,
    source: textFromBytePath(unescapeName(source)),
    subvolumeId: subvolumeId === undefined ? undefined : Number(subvolumeId),
    shared: groupIn(propagation, 'shared'),
    master: groupIn(propagation, 'master'),
  }
}

function groupIn(fields: readonly string[], name: string): number | undefined {
  const field = fields.find((one) => one.startsWith(`${name}:`))
  return field === undefined ? undefined : Number(field.slice(name.length + 1))
}

/** Blanks and the like in names are written as `\040`. */
function unescapeName(name: string): BytePath {
  return name.replace(/\\([0-7]{3})/g, (_match, digits: string) => String.fromCharCode(parseInt(digits, 8)))
}

export function readMountsOf(pid: number | 'self'): readonly MountEntry[] {
  return parseMountinfo(readOwnText(`/proc/${pid}/mountinfo`, 'latin1'))
}

/** Over a network, or by a person's program (FUSE): an answer may never come, and whoever asks waits with all that it does. */
const mayHangTypes = /^(?:fuse(?:blk)?(?:$|\.)|nfs|cifs|smb|9p|ceph|afs|autofs|coda|ncp)/

export function mayHang({ fsType }: Pick<MountEntry, 'fsType'>): boolean {
  return mayHangTypes.test(fsType)
}

/** Whether asking for something there would go by way of such a mount, as the path is written: links may lead elsewhere. */
export function mayHangAt(path: BytePath): boolean {
  const isOnTheWay = ({ target }: MountEntry): boolean => `${path}/`.startsWith(`${target}/`)
  return readMountsOf('self').filter(isOnTheWay).some(mayHang)
}

/** What is mounted somewhere below `root`: other file systems. */
export function mountsBelow(root: BytePath): readonly MountEntry[] {
  return readMountsOf('self').filter(({ target }) => target.startsWith(`${root}/`))
}

/** The mount that something there is on, also where several are on top of one another. */
export function findOwnMount(path: string): MountEntry {
  const descriptor = openPlace(path)
  try {
    const info = readOwnText(`/proc/self/fdinfo/${descriptor}`, 'latin1')
    const mountId = Number(/^mnt_id:\s*(\d+)$/m.exec(info)?.[1])
    const mount = readMountsOf('self').find((entry) => entry.mountId === mountId)
    if (mount === undefined) throw unreadableAnswer('/proc/self/mountinfo', `no mount ${mountId} for ${path}`)
    return mount
  } finally {
    closeSync(descriptor)
  }
}

/** The mount that a path is on, by its name; of several on top of one another the last is what is seen. */
export function mountOfPath(path: BytePath, pid: number | 'self'): MountEntry | undefined {
  const around = readMountsOf(pid).filter(({ target }) => `${path}/`.startsWith(target === '/' ? '/' : `${target}/`))
  const longest = Math.max(...around.map(({ target }) => target.length))
  return around.findLast(({ target }) => target.length === longest)
}

export interface MountNamespace {
  /** One process that sees it. */
  readonly pid: number
  readonly pids: readonly number[]
  readonly mounts: readonly MountEntry[]
}

/** All that any process sees. A process that ends meanwhile sees nothing any more. */
export function readMountNamespaces(): readonly MountNamespace[] {
  const found = new Map<string, { pid: number; pids: number[]; mounts: readonly MountEntry[] }>()
  for (const pid of runningPids()) {
    const name = ifAlive(() => readlinkSync(`/proc/${pid}/ns/mnt`))
    if (name === undefined) continue
    const known = found.get(name)
    if (known !== undefined) {
      known.pids.push(pid)
      continue
    }
    const mounts = ifAlive(() => readMountsOf(pid))
    if (mounts !== undefined) found.set(name, { pid, pids: [pid], mounts })
  }
  return [...found.values()]
}
