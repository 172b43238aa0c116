/** When this system was started: its first process, because one in a container starts later than the kernel (proc(5)). */
import { readIfThere } from '../files/own-file.ts'
import { unreadableAnswer } from '../run.ts'
import { parseStartTime } from './process-identity.ts'

/** USER_HZ, the same on every Linux that Node runs on (getconf CLK_TCK). */
const ticksPerSecond = 100

export function readSystemStartMs(): number {
  const uptime = readIfThere('/proc/uptime') ?? ''
  // Without the first process (hidepid) the kernel's own start is near enough.
  return systemStartMs(uptime, Date.now(), readIfThere('/proc/1/stat'))
}

/**
 * Of the texts of /proc/uptime, read at `nowMs`, and of /proc/1/stat. To a few hundredths of a second: btime in /proc/stat has whole
 * ones, and a container is up again within one.
 */
export function systemStartMs(uptime: string, nowMs: number, first: string | undefined): number {
  const up = /^(\d+(?:\.\d+)?) /.exec(uptime)?.[1]
  if (up === undefined) throw unreadableAnswer('/proc/uptime', uptime)
  const ticks = first === undefined ? 0 : Number(parseStartTime(first) ?? 0)
  return nowMs - Number(up) * 1_000 + (ticks / ticksPerSecond) * 1_000
}
