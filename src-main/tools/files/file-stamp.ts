import { lstatSync, type BigIntStats } from 'node:fs'

/** Other after any change of a file or folder, of its contents or of what is told of it; "none" where there is nothing. */
export function fileStamp(path: string): string {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? 'none' : `${String(stat.dev)} ${inodeStamp(stat)}`
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
