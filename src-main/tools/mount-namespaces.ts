/**
 * Every mount that any process sees (proc_pid_mountinfo(5)): services with private mounts keep what is unmounted
 * elsewhere. The subvolume stands in the options of the file system, whatever the mounted folder was renamed to since.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { textFromBytePath, type BytePath } from '../kernel/byte-path.ts'
import { unreadableAnswer } from './run.ts'

export interface SeenMount {
  /** The same for all mounts of one file system. */
  readonly device: string
  /** The mounted folder, from the top of the file system. */
  readonly fsRoot: BytePath
  readonly target: BytePath
  /** Of this mount alone: "rw,noatime". */
  readonly options: string
  readonly fsType: string
  readonly source: string
  readonly subvolumeId: number | undefined
  /** Peer group it belongs to, and the one it follows: what is unmounted there is unmounted here too. */
  readonly shared: number | undefined
  readonly master: number | undefined
}

export interface MountNamespace {
  /** One process that sees it. */
  readonly pid: number
  readonly pids: readonly number[]
  readonly mounts: readonly SeenMount[]
}

export function parseMountTable(text: string): readonly SeenMount[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before = '', after = ''] = line.split(' - ')
      const [, , device, fsRoot, target, options, ...propagation] = before.split(' ')
      const [fsType, source, superOptions = ''] = after.split(' ')
      if (device === undefined || fsRoot === undefined || target === undefined || options === undefined)
        throw unreadableAnswer('/proc/PID/mountinfo', line)
      if (fsType === undefined || source === undefined) throw unreadableAnswer('/proc/PID/mountinfo', line)
      const id = /(?:^|,)subvolid=(\d+)(?:,|$)/.exec(superOptions)?.[1]
      return {
        device,
        fsRoot: unescapeName(fsRoot),
        target: unescapeName(target),
        options,
        fsType,
        source: textFromBytePath(unescapeName(source)),
        subvolumeId: id === undefined ? undefined : Number(id),
        shared: groupIn(propagation, 'shared'),
        master: groupIn(propagation, 'master'),
      }
    })
}

function groupIn(fields: readonly string[], name: string): number | undefined {
  const field = fields.find((one) => one.startsWith(`${name}:`))
  return field === undefined ? undefined : Number(field.slice(name.length + 1))
}

/** Blanks and the like in names are written as `\040`. */
function unescapeName(name: string): BytePath {
  return name.replace(/\\([0-7]{3})/g, (_match, digits: string) => String.fromCharCode(parseInt(digits, 8)))
}

export function readMountsOf(pid: number | 'self'): readonly SeenMount[] {
  return parseMountTable(readFileSync(`/proc/${pid}/mountinfo`, 'latin1'))
}

/** The mount that a path is on; of several on top of one another the last is what is seen. */
export function mountOfPath(path: BytePath, pid: number | 'self'): SeenMount | undefined {
  const around = readMountsOf(pid).filter(({ target }) => `${path}/`.startsWith(target === '/' ? '/' : `${target}/`))
  const longest = Math.max(...around.map(({ target }) => target.length))
  return around.findLast(({ target }) => target.length === longest)
}

/** A process that ends meanwhile sees nothing any more. */
export function readMountNamespaces(): readonly MountNamespace[] {
  const found = new Map<string, { pid: number; pids: number[]; mounts: readonly SeenMount[] }>()
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

export function runningPids(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
}

/** Gone, or one that not even root may look at: a supervisor outside of the system that we are in. */
const goneCodes = new Set(['ENOENT', 'ESRCH', 'EINVAL', 'EACCES', 'EPERM'])

/** Undefined when the process is gone or closed to us; any other failure is thrown. */
export function ifAlive<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && goneCodes.has(error.code))
      return undefined
    throw error
  }
}
