/** How much a process and what it started have worked so far: proc_pid_stat(5), proc_pid_io(5), proc_tid_children(5). */
import { readdirSync } from 'node:fs'
import { readOwnText } from '../files/own-file.ts'
import { ifAlive } from './running-processes.ts'

export interface ProcessWork {
  /** Of the processor, also by children that have ended; 100 a second. */
  readonly ticks: number
  /** Read and written, also from pipes and to the network. */
  readonly bytes: number
}

const none: ProcessWork = { ticks: 0, bytes: 0 }

/** A process that has ended has not worked. */
export function readWork(pid: number): ProcessWork {
  return sum([workOfOne(pid), ...childrenOf(pid).map(readWork)])
}

/** Written so far by a process and what it started, also into pipes. */
export function readWritten(pid: number): number {
  const io = ifAlive(() => readOwnText(`/proc/${pid}/io`, 'latin1')) ?? ''
  const own = Number(/^wchar: (\d+)$/m.exec(io)?.[1] ?? 0)
  return childrenOf(pid).reduce((total, child) => total + readWritten(child), own)
}

function workOfOne(pid: number): ProcessWork {
  const stat = ifAlive(() => readOwnText(`/proc/${pid}/stat`, 'latin1'))
  const io = ifAlive(() => readOwnText(`/proc/${pid}/io`, 'latin1'))
  if (stat === undefined || io === undefined) return none
  return { ticks: parseTicks(stat), bytes: parseBytes(io) }
}

/** utime, stime, cutime and cstime; the second field may hold anything, brackets and spaces included. */
export function parseTicks(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((total, field) => total + Number(field), 0)
}

export function parseBytes(io: string): number {
  const values = [...io.matchAll(/^(?:rchar|wchar|read_bytes): (\d+)$/gm)].map(([, value]) => Number(value))
  return values.reduce((total, value) => total + value, 0)
}

function childrenOf(pid: number): readonly number[] {
  const tasks = ifAlive(() => readdirSync(`/proc/${pid}/task`)) ?? []
  const lists = tasks.map((task) => ifAlive(() => readOwnText(`/proc/${pid}/task/${task}/children`, 'latin1')) ?? '')
  return lists.flatMap((list) =>
    list
      .split(' ')
      .filter((word) => word !== '')
      .map(Number),
  )
}

function sum(works: readonly ProcessWork[]): ProcessWork {
  return works.reduce((one, other) => ({ ticks: one.ticks + other.ticks, bytes: one.bytes + other.bytes }), none)
}
