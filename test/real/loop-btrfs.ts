import { execFileSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Runs a tool and gives its output; throws when it fails. */
export function sh(file: string, ...args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

export interface LoopBtrfs {
  readonly folder: string
  /** The top level of the file system. */
  readonly top: string
  /** Mounts a subvolume at a folder below `folder`, and gives that folder. */
  mount(subvolume: string, at: string): string
  /** Does `between` while a subvolume is not mounted; what has its name afterwards is mounted there, maybe another one. */
  exchange(subvolume: string, between: () => void): void
  /** What is on the disk of this text gets other bytes, and its checksum is wrong. It must have been flushed. */
  damage(text: string): void
  /** A file with what the disk would have if it lost power at this instant. */
  copyDisk(): string
  /** What is in this file is on the disk, and everything mounted again. */
  restoreDisk(copy: string): void
  /** What was not written to the disk yet is gone; everything is mounted again. */
  losePower(): void
  remove(): void
}

const pieceSize = 16 * 1024 * 1024

/** In a file of any size, all places of it. grep takes half a minute for a sparse one, which is a single line of zeros. */
function overwrite(file: string, text: string): void {
  const [wanted, piece] = [Buffer.from(text), Buffer.alloc(pieceSize + text.length)]
  const disk = openSync(file, 'r+')
  let found = 0
  try {
    const { size } = fstatSync(disk)
    for (let start = 0; start < size; start += pieceSize) {
      const read = piece.subarray(0, readSync(disk, piece, 0, piece.length, start))
      for (let at = read.indexOf(wanted); at !== -1; at = read.indexOf(wanted, at + 1)) {
        writeSync(disk, 'damaged', start + at)
        found++
      }
    }
  } finally {
    closeSync(disk)
  }
  if (found === 0) throw new Error(`The disk has nothing of "${text}".`)
}

/** A btrfs of its own in a sparse file, mounted below a new folder. */
export function makeLoopBtrfs(megabytes = 4096, ...mkfsOptions: readonly string[]): LoopBtrfs {
  const folder = mkdtempSync(path.join(tmpdir(), 'loop-btrfs-'))
  const file = path.join(folder, 'disk')
  const mounts: { readonly target: string; readonly options: string }[] = []
  writeFileSync(file, '')
  truncateSync(file, megabytes * 1024 * 1024)
  sh('mkfs.btrfs', '--quiet', ...mkfsOptions, file)
  const mountAt = (options: string, at: string): string => {
    const target = path.join(folder, at)
    mkdirSync(target, { recursive: true })
    const source =
      mounts.length === 0
        ? file
        : sh('findmnt', '--noheadings', '--output', 'SOURCE', '--first-only', mounts[0]?.target ?? '')
            .trim()
            .replace(/\[.*/, '')
    sh('mount', '-o', options, source, target)
    mounts.push({ target, options })
    return target
  }
  /** Those of `options`, the last first; gives what mounts them again. */
  const unmount = (isMeant: (options: string) => boolean) => {
    const [gone, stay] = [true, false].map((isGone) => mounts.filter(({ options }) => isMeant(options) === isGone))
    mounts.splice(0, mounts.length, ...(stay ?? []))
    for (const { target } of gone?.toReversed() ?? []) sh('umount', target)
    return () => gone?.forEach(({ target, options }) => mountAt(options, path.relative(folder, target)))
  }
  const remove = (): void => {
    unmount(() => true)
    if (existsSync(folder)) rmSync(folder, { recursive: true })
  }
  const exchange = (subvolume: string, between: () => void): void => {
    const mountAgain = unmount((options) => options === `subvol=${subvolume}`)
    between()
    mountAgain()
  }
  const copyDisk = (): string => {
    const copy = path.join(folder, 'disk-without-power')
    // A loop device writes into the page cache of its file.
    sh('cp', '--sparse=always', '--', file, copy)
    return copy
  }
  const restoreDisk = (copy: string): void => {
    const mountAgain = unmount(() => true)
    renameSync(copy, file)
    mountAgain()
  }
  const losePower = (): void => restoreDisk(copyDisk())
  try {
    const mount = (subvolume: string, at: string) => mountAt(`subvol=${subvolume}`, at)
    const top = mountAt('loop', 'top')
    const damage = (text: string) => overwrite(file, text)
    return { folder, top, mount, exchange, damage, copyDisk, restoreDisk, losePower, remove }
  } catch (error) {
    remove()
    throw error
  }
}
