/** Processor time of the programs on both laptops, and of the whole machine that carries them. */
import { readdirSync, readFileSync } from 'node:fs'
import { hosts } from '../practice/layout.ts'
import type { Milliseconds } from './measure.ts'
import { programOf, readOrNothing } from './memory.ts'

export interface ProcessorWatch {
  /** By laptop and program, such as "xps rsync". What ran for less than a tenth of a second is in `whole` alone. */
  stop(): { readonly whole: Milliseconds; readonly programs: ReadonlyMap<string, Milliseconds> }
}

const everyMs = 100
/** Of a tick, USER_HZ: 100 on every Linux that this runs on. */
const tickMs = 10

export function watchProcessor(cgroup: string): ProcessorWatch {
  const before = processes(cgroup)
  const latest = new Map(before)
  const wholeBefore = wholeTicks()
  const timer = setInterval(() => {
    for (const [id, one] of processes(cgroup)) latest.set(id, one)
  }, everyMs)
  return {
    stop: () => {
      clearInterval(timer)
      const programs = new Map<string, Milliseconds>()
      for (const [id, { program, ticks }] of latest) {
        const spent = (ticks - (before.get(id)?.ticks ?? 0)) * tickMs
        programs.set(program, (programs.get(program) ?? 0) + spent)
      }
      return { whole: (wholeTicks() - wholeBefore) * tickMs, programs }
    },
  }
}

interface Spent {
  readonly program: string
  readonly ticks: number
}

/** By number and start: numbers are given again. */
function processes(cgroup: string): ReadonlyMap<string, Spent> {
  const found = readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    const group = readOrNothing(`/proc/${pid}/cgroup`)
    if (!group.includes(cgroup)) return []
    // proc(5): the name, in brackets, may have spaces and brackets itself; utime, stime and starttime come after.
    const fields = /\) (.*)$/s.exec(readOrNothing(`/proc/${pid}/stat`))?.[1]?.split(' ')
    if (fields === undefined) return []
    const host = hosts.find((one) => group.includes(`${cgroup}${one}`)) ?? ''
    const program = `${host} ${programOf(pid).split('/').at(-1) ?? ''}`
    return [[`${pid} ${fields[19]}`, { program, ticks: Number(fields[11]) + Number(fields[12]) }] as const]
  })
  return new Map(found)
}

/** proc(5), the first line: all but what was idle or waited for a disk. */
function wholeTicks(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1)
  const [user, nice, system, , , interrupts, softInterrupts] = line.trim().split(/\s+/).slice(1).map(Number)
  return [user, nice, system, interrupts, softInterrupts].reduce<number>((sum, one) => sum + (one ?? 0), 0)
}
