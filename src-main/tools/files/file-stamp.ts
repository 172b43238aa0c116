import { lstatSync, statSync, type BigIntStats } from 'node:fs'

/** Two changes within one tick of the kernel's clock have one time, and ticks are at most a hundredth of a second apart. */
const sameTimeMs = 2_000

/**
 * Of files that are replaced rather than written, and of the names in folders: other after any change. Undefined where one has
 * only just changed, because it may change again with the same time.
 */
export function settledStamp(paths: readonly string[], nowMs: number): string | undefined {
  return settledStampOf(
    paths.map((path) => lstatSync(path, { bigint: true, throwIfNoEntry: false })),
    nowMs,
  )
}

/** The same of what was looked at already; undefined for what is not there. */
export function settledStampOf(stats: readonly (BigIntStats | undefined)[], nowMs: number): string | undefined {
  if (stats.some((stat) => stat !== undefined && nowMs - Number(stat.ctimeMs) < sameTimeMs)) return undefined
  return stats.map((stat) => (stat === undefined ? 'none' : `${String(stat.dev)} ${inodeStamp(stat)}`)).join('\n')
}

/** The same of a file and of its snapshot, which has another device. */
export function inodeStamp({
  ino,
  mode,
  uid,
  gid,
  size,
  mtimeNs,
  ctimeNs,
}: Pick<BigIntStats, 'ino' | 'mode' | 'uid' | 'gid' | 'size' | 'mtimeNs' | 'ctimeNs'>): string {
  return [ino, mode, uid, gid, size, mtimeNs, ctimeNs].join(' ')
}

/** So long may a page that was written to through a mapping wait for the disk (TLP on battery: 60 s, looked for each 60 s). */
const settlesAfterMs = 150_000

/**
 * Whether what is read of it can be kept for its stamp. What changed only just may change again without another change time:
 * within a tick of the kernel's clock, and through a mapping (mmap(2)) until the page is on the disk.
 */
export function isSettled({ ctimeMs }: Pick<BigIntStats, 'ctimeMs'>, nowMs: number): boolean {
  return nowMs - Number(ctimeMs) > settlesAfterMs
}

/** Of a file, wherever a link leads; undefined where there is none. */
export function inodeStampAt(file: string): string | undefined {
  const status = statSync(file, { bigint: true, throwIfNoEntry: false })
  return status === undefined ? undefined : inodeStamp(status)
}

/** When its contents were changed. A file may have a time outside the calendar. */
export function modifiedAt({ mtimeMs }: Pick<BigIntStats, 'mtimeMs'>): string {
  const moment = new Date(Number(mtimeMs))
  return (Number.isNaN(moment.getTime()) ? new Date(0) : moment).toISOString()
}
