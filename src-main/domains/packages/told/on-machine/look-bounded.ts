/**
 * A quick look at what programs keep outside of home folders: no link is followed, nothing is asked of a mount that may never answer,
 * and there is an end to it.
 */
import { bytesOf, readForeignBeginning } from '../../../../tools/files/foreign-file.ts'
import { closeSync, opendirSync } from 'node:fs'
import path from 'node:path'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { openFolderInside, statInside } from '../../../../tools/files/safe-path.ts'
import { mayHang, readMountsOf } from '../../../../tools/proc/mountinfo.ts'

/** All paths are below the root: "var/lib/mysql". */
export interface BoundedLook {
  /** Not all of a large folder. */
  names(folder: BytePath): readonly FolderEntry[]
  /** The first bytes of a regular file, as 'latin1'. Undefined for anything else. */
  read(file: BytePath): string | undefined
  isLink(place: BytePath): boolean
  /** Of regular files there and in them; undefined where there are more than are counted. */
  measure(paths: readonly BytePath[]): number | undefined
}

interface FolderEntry {
  readonly name: BytePath
  readonly isFolder: boolean
}

const mostEntries = 2_000
const mostBytes = 2 * 1024 ** 2

export function lookBounded(root: string): BoundedLook {
  const away = readMountsOf('self').flatMap((mount) => (mayHang(mount) ? [`${mount.target}/`] : []))
  const ask = <T>(below: BytePath, look: () => T): T | undefined => {
    const whole = `${path.posix.join(root, below)}/`
    return away.some((target) => whole.startsWith(target)) ? undefined : unlessFailed(look)
  }
  const names = (folder: BytePath) => ask(folder, () => readNames(root, folder)) ?? []
  const stat = (below: BytePath) => ask(below, () => statInside(root, below))
  const measure = (paths: readonly BytePath[]): number | undefined => {
    const open = [...paths]
    let [bytes, count] = [0, 0]
    for (let below = open.pop(); below !== undefined; below = open.pop()) {
      const stats = stat(below)
      if (stats?.isFile() === true) bytes += Number(stats.size)
      if (stats?.isDirectory() === true) for (const { name } of names(below)) open.push(`${below}/${name}`)
      count += 1
      if (count + open.length > mostEntries) return undefined
    }
    return bytes
  }
  return {
    names,
    measure,
    read: (file) => ask(file, () => readBeginning(root, file)),
    isLink: (place) => stat(place)?.isSymbolicLink() === true,
  }
}

function readNames(root: string, place: BytePath): readonly FolderEntry[] {
  const descriptor = openFolderInside(root, place)
  if (descriptor === undefined) return []
  try {
    const folder = opendirSync(`/proc/self/fd/${descriptor}`, { encoding: 'latin1' })
    const found: FolderEntry[] = []
    try {
      for (let entry = folder.readSync(); entry !== null && found.length <= mostEntries; entry = folder.readSync())
        found.push({ name: entry.name, isFolder: entry.isDirectory() })
    } finally {
      folder.closeSync()
    }
    return found.sort((one, other) => (one.name < other.name ? -1 : 1))
  } finally {
    closeSync(descriptor)
  }
}

function readBeginning(root: string, file: BytePath): string | undefined {
  return bytesOf(readForeignBeginning(root, file, mostBytes))?.toString('latin1')
}

/** A disk that fails keeps nobody from hearing of the rest. */
function unlessFailed<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'EACCES', 'EPERM', 'EIO', 'ESTALE', 'ENOTCONN')) return undefined
    throw error
  }
}
