/** When this system was started: its first process, because one in a container starts later than the kernel (proc(5)). */
import { unreadableAnswer } from '../run.ts'
import { readIfThere } from '../files/durable-file.ts'
import { parseStartTime } from './process-identity.ts'

/** USER_HZ, the same on every Linux that Node runs on (getconf CLK_TCK). */
const ticksPerSecond = 100

export function readSystemStartMs(): number {
  // Without the first process (hidepid) the kernel's own start is near enough.
  return systemStartMs(readIfThere('/proc/stat') ?? '', readIfThere('/proc/1/stat'))
}

/** Of the texts of /proc/stat and /proc/1/stat. */
export function systemStartMs(kernel: string, first: string | undefined): number {
  const booted = /^btime (\d+)$/m.exec(kernel)?.[1]
  if (booted === undefined) throw unreadableAnswer('/proc/stat', kernel)
  const ticks = first === undefined ? 0 : Number(parseStartTime(first) ?? 0)
  return (Number(booted) + ticks / ticksPerSecond) * 1_000
}
