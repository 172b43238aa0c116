/**
 * Who uses a subvolume: every process whose working folder, root, program, open files or mapped files lie in it
 * (proc(5)). Each subvolume has a device number of its own in stat(2), which tells them apart.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { errnoOf } from '../../kernel/errno.ts'
import { createLookAtOpened } from './look-at-opened.ts'
import { listMapped } from './mapped-files.ts'
import { ifAlive, runningPids } from './running-processes.ts'

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
  const name = ifLooked(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd())
  const uid = ifLooked(() => statSync(`/proc/${pid}`).uid)
  const cgroups = ifLooked(() => readFileSync(`/proc/${pid}/cgroup`, 'utf8'))
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
