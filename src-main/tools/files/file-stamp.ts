import { lstatSync, type BigIntStats } from 'node:fs'

/** Other after any change of a file or folder, of its contents or of what is told of it; "none" where there is nothing. */
export function fileStamp(path: string): string {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? 'none' : stampOf(stat)
}

export function stampOf({ dev, ...rest }: BigIntStats): string {
  return `${String(dev)} ${inodeStamp(rest)}`
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
