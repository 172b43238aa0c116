/**
 * Who uses a subvolume: every process whose working folder, root, program, open files or mapped files lie in it
 * (proc(5)). Each subvolume has a device number of its own in stat(2), which tells them apart.
 */
import { readdirSync, statSync, readlinkSync, type BigIntStats } from 'node:fs'
import { readOwnText } from '../files/own-file.ts'
import { errnoOf } from '../../kernel/errno.ts'
import { ifAlive, runningPids } from './running-processes.ts'
import { mayHang, readMountsOf } from './mountinfo.ts'

export interface ProcessUser {
  readonly pid: number
  readonly uid: number
  /** As the kernel knows it, 15 bytes at most. */
  readonly name: string
  /** Its cgroup in systemd's tree: "/user.slice/user-1000.slice/session-3.scope". */
  readonly cgroup: string
}

/** `devices` are device numbers of stat(2). This process itself is not listed. */
export function findProcessUsers(devices: ReadonlySet<number>): readonly ProcessUser[] {
  return runningPids().flatMap((pid) => {
    if (pid === process.pid || !usesAny(pid, devices)) return []
    const described = describeProcess(pid)
    return described === undefined ? [] : [described]
  })
}

/** All that run now but this one. */
export function listProcesses(): readonly ProcessUser[] {
  return runningPids().flatMap((pid) => (pid === process.pid ? [] : (describeProcess(pid) ?? [])))
}

function usesAny(pid: number, devices: ReadonlySet<number>): boolean {
  const look = createLookAtOpened(pid)
  const isThere = (place: string): boolean => {
    const device = ifLooked(() => look(place))?.dev
    return device !== undefined && devices.has(Number(device))
  }
  const folder = `/proc/${pid}`
  if (['cwd', 'root', 'exe'].some((link) => isThere(`${folder}/${link}`))) return true
  if (namesIn(`${folder}/fd`).some((name) => isThere(`${folder}/fd/${name}`))) return true
  return (ifLooked(() => listMapped(pid)) ?? []).some(({ place }) => isThere(place))
}

export function describeProcess(pid: number): ProcessUser | undefined {
  const name = ifLooked(() => readOwnText(`/proc/${pid}/comm`).trimEnd())
  const uid = ifLooked(() => statSync(`/proc/${pid}`).uid)
  const cgroups = ifLooked(() => readOwnText(`/proc/${pid}/cgroup`))
  if (name === undefined || uid === undefined || cgroups === undefined) return undefined
  return { pid, uid, name, cgroup: systemdCgroup(cgroups) }
}

/** cgroups(7): "0::/PATH" where there is one tree, "N:name=systemd:/PATH" where there are several. */
export function systemdCgroup(text: string): string {
  const lines = text.split('\n')
  const named = lines.find((line) => /^\d+:name=systemd:/.test(line))
  const unified = lines.find((line) => line.startsWith('0::'))
  return (named ?? unified ?? '').replace(/^[^:]*:[^:]*:/, '')
}

function namesIn(folder: string): readonly string[] {
  return ifLooked(() => readdirSync(folder)) ?? []
}

/** Kernel threads have no program; a process that ends has nothing; a socket cannot be looked at on every kernel. */
function ifLooked<T>(ask: () => T): T | undefined {
  try {
    return ifAlive(ask)
  } catch (error) {
    const code = errnoOf(error)
    if (code === 'ENXIO' || code === 'ENOTCONN' || code === 'EIO') return undefined
    throw error
  }
}

/**
 * stat(2) of what a process has: `place` is a link below /proc/PID. Undefined for what lies where an answer may never come; that is
 * told by its name alone (proc(5): readlink(2) asks no file system). Throws what stat does.
 */
export function createLookAtOpened(pid: number): (place: string) => BigIntStats | undefined {
  const mounts = ifAlive(() => readMountsOf(pid)) ?? []
  const hanging = mounts.filter(mayHang).map(({ target }) => target)
  return (place) => {
    if (hanging.length > 0) {
      const target = readlinkSync(place, 'latin1')
      if (hanging.some((mount) => target === mount || target.startsWith(`${mount}/`))) return undefined
    }
    return statSync(place, { bigint: true })
  }
}

/** Which files a process has in its memory (proc_pid_maps(5), proc_pid_map_files(5)). */
interface MappedFile {
  /** Looked at with stat(2), this is the file, whatever it is called now. */
  readonly place: string
  /** The same for the same file in another process; device numbers alone say nothing there, as all subvolumes share one. */
  readonly key: string
  /** What is written to the memory goes to the file. */
  readonly writes: boolean
}

/** One entry for each file: most processes map the same libraries, each in several pieces. */
export function listMapped(pid: number): readonly MappedFile[] {
  const folder = `/proc/${pid}`
  return parseMaps(readOwnText(`${folder}/maps`, 'latin1'), folder)
}

export function parseMaps(text: string, folder: string): readonly MappedFile[] {
  const files = new Map<string, MappedFile>()
  for (const line of text.split('\n')) {
    const [, range, rights = '', device, inode, name] = /^(\S+) (\S+) \S+ (\S+) ([1-9]\d*) *(.*)$/.exec(line) ?? []
    if (range === undefined) continue
    const key = `${device} ${inode} ${name}`
    // map_files has the range without the leading zeros that maps pads small addresses with.
    const place = `${folder}/map_files/${range.replace(/(^|-)0+(?=[0-9a-f])/g, '$1')}`
    const known = files.get(key)
    const writes = known?.writes === true || (rights.startsWith('w', 1) && rights.endsWith('s'))
    files.set(key, { place: known?.place ?? place, key, writes })
  }
  return [...files.values()]
}
