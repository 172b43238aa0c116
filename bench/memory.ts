/** How much memory the product's processes on both laptops hold together, seen from the machine that carries them. */
import { basename } from 'node:path'
import { cgroupName } from '../practice/layout.ts'
import { readdirSync, readFileSync } from 'node:fs'

export type WhoCounts = (commandLine: string) => boolean

/** App, agents and our Syncthing; a command line that only talks to the app is not counted. */
export const isOurs: WhoCounts = (words) =>
  /\/usr\/lib\/pc-switcher\/((agent|door)\.cjs|app\.cjs serve)|^\/usr\/bin\/syncthing serve --home=\/var\/lib\/pc-switcher/.test(
    words,
  ) && !words.startsWith('/bin/sh')

/** A part of the path that every process of the pair has in /proc/PID/cgroup. */
export function cgroupOf(pair: string): string {
  return `/${cgroupName}/${pair}/`
}

export interface Peak {
  /** Of all that count, at one moment. */
  readonly bytes: number
  /** The same, each by its program: "agent.cjs 90 MB". */
  readonly parts: readonly string[]
}

export function largest(peaks: readonly Peak[]): Peak {
  return peaks.reduce((most, peak) => (peak.bytes > most.bytes ? peak : most), { bytes: 0, parts: [] })
}

export interface Watch {
  stop(): Peak
}

const everyMs = 150

/**
 * Adds up again and again, until it is stopped, what the processes hold together: proportional set sizes (proc(5),
 * smaps_rollup), in which a page that several share counts once in all. Resident sizes would count it for each.
 */
export function watchMemory(cgroup: string, counts: WhoCounts): Watch {
  let peak: Peak = { bytes: 0, parts: [] }
  const look = (): void => {
    const found = processes(cgroup, counts).map((pid) => ({ pid, size: heldBytes(pid) }))
    const bytes = found.reduce((total, { size }) => total + size, 0)
    if (bytes <= peak.bytes) return
    peak = { bytes, parts: found.map(({ pid, size }) => `${programOf(pid)} ${Math.round(size / 1e6)} MB`) }
  }
  look()
  const timer = setInterval(look, everyMs)
  return {
    stop: () => {
      clearInterval(timer)
      return peak
    },
  }
}

function processes(cgroup: string, counts: WhoCounts): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    const words = readOrNothing(`/proc/${pid}/cmdline`).split('\0').join(' ')
    return counts(words) && readOrNothing(`/proc/${pid}/cgroup`).includes(cgroup)
  })
}

export function programOf(pid: string): string {
  const words = readOrNothing(`/proc/${pid}/cmdline`).split('\0')
  return words.map((word) => basename(word)).find((word) => word.endsWith('.cjs')) ?? words[0] ?? ''
}

function heldBytes(pid: string): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readOrNothing(`/proc/${pid}/smaps_rollup`))?.[1]
  return Number(kilobytes ?? 0) * 1024
}

/** A process may end while it is read. */
export function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
