/** proc_pid_mountinfo(5): what is mounted, for every process, also in the mount namespaces of services and containers. */
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { unreadableAnswer } from './run.ts'

export interface MountEntry {
  readonly mountId: number
  /** Major and minor number; the same for all mounts of one btrfs. */
  readonly device: string
  readonly target: string
  /** The folder of the file system that is mounted there, from its top: "/@home". */
  readonly root: string
  readonly fsType: string
  readonly readOnly: boolean
  /** Of a btrfs: the subvolume that is mounted. */
  readonly subvolumeId: number | undefined
}

export function parseMountinfo(text: string): readonly MountEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before = '', after = ''] = line.split(' - ')
      const [mountId, , device, root = '', target, options = ''] = before.split(' ')
      const [fsType, , superOptions = ''] = after.split(' ')
      if (mountId === undefined || device === undefined || target === undefined || fsType === undefined)
        throw unreadableAnswer('/proc/PID/mountinfo', line)
      const subvolumeId = /(?:^|,)subvolid=(\d+)(?:,|$)/.exec(superOptions)?.[1]
      const readOnly = options.split(',').includes('ro') || superOptions.split(',').includes('ro')
      return {
        mountId: Number(mountId),
        device,
        target: unescapeMount(target),
        root: unescapeMount(root),
        fsType,
        readOnly,
        subvolumeId: subvolumeId === undefined ? undefined : Number(subvolumeId),
      }
    })
}

/** Blanks and the like in names are written as `\040`. */
function unescapeMount(name: string): string {
  return name.replace(/\\(\d{3})/g, (_match, digits: string) => String.fromCharCode(parseInt(digits, 8)))
}

export function readOwnMounts(): readonly MountEntry[] {
  return parseMountinfo(readFileSync('/proc/self/mountinfo', 'latin1'))
}

/** The mount that a path is on, also where several are on top of one another. */
export function findOwnMount(path: string): MountEntry {
  const descriptor = openSync(path, 'r')
  try {
    const info = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1')
    const mountId = Number(/^mnt_id:\s*(\d+)$/m.exec(info)?.[1])
    const mount = readOwnMounts().find((entry) => entry.mountId === mountId)
    if (mount === undefined) throw unreadableAnswer('/proc/self/mountinfo', `no mount ${mountId} for ${path}`)
    return mount
  } finally {
    closeSync(descriptor)
  }
}

/** Every mount of every process; each namespace is read once. A process that ends meanwhile has no mounts any more. */
export function readAllMounts(): readonly MountEntry[] {
  const seen = new Set<string>()
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const namespace = ifAlive(() => readlinkSync(`/proc/${pid}/ns/mnt`))
      if (namespace === undefined || seen.has(namespace)) return []
      const text = ifAlive(() => readFileSync(`/proc/${pid}/mountinfo`, 'latin1'))
      if (text === undefined) return []
      seen.add(namespace)
      return parseMountinfo(text)
    })
}

/** Inside a container a process of the outside is seen, and may not be looked at; root on a laptop may look at each. */
const goneCodes = new Set(['ENOENT', 'ESRCH', 'EINVAL', 'EACCES'])

function ifAlive<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && goneCodes.has(error.code))
      return undefined
    throw error
  }
}
