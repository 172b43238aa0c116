import { readOwnText } from '../files/own-file.ts'

export interface FileLock {
  /** POSIX, OFDLCK, FLOCK, LEASE... */
  readonly kind: string
  readonly access: string
  /** -1 where no single process has it. */
  readonly pid: number
  /** Devices of btrfs are told differently there than by stat(2): compare the inode alone. */
  readonly inode: string
}

/** proc_locks(5): "1: POSIX  ADVISORY  WRITE 812 00:2b:1234 0 EOF"; those that wait have "->" behind the number. */
export function readFileLocks(): readonly FileLock[] {
  return parseFileLocks(readOwnText('/proc/locks'))
}

export function parseFileLocks(text: string): readonly FileLock[] {
  return text.split('\n').flatMap((line) => {
    const [, kind, access, pid, inode] = /^\d+: (\w+)\s+\w+\s+(\w+)\s+(-?\d+) \S+:(\d+) /.exec(line) ?? []
    return kind === undefined || access === undefined || inode === undefined
      ? []
      : [{ kind, access, pid: Number(pid), inode }]
  })
}
