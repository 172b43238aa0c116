/** Renames what is in the place of a restored file, through open folders. */
import { linkSync, lstatSync, renameSync, type BigIntStats } from 'node:fs'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { errnoOf } from '../../../../kernel/errno.ts'
import { keptName } from './beside-name.ts'
import { join } from '../search/name-index.ts'

export interface Present {
  readonly to: Buffer
  readonly path: BytePath
  /** Nothing can be renamed over it. */
  readonly mustGo: boolean
}

/** Keeps it as NAME.bak: linked, so that it never disappears, or renamed if its name must be free. */
export function keepPresent(live: number, { to, path, mustGo }: Present): BytePath | undefined {
  const around = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const name = path.slice(around === '' ? 0 : around.length + 1)
  for (let again = 1; again < 1_000; again += 1) {
    const kept = keptName(name, again)
    const place = at(live, kept)
    if (statOf(place) !== undefined) continue
    const done = unlessInTheWay(() => (mustGo ? renameSync(to, place) : linkSync(to, place)))
    if (!done) continue
    return join(around, kept)
  }
  return undefined
}

/** False when one of the names is taken, or is gone. */
export function unlessInTheWay(deed: () => void): boolean {
  try {
    deed()
    return true
  } catch (error) {
    const code = errnoOf(error)
    if (typeof code === 'string' && ['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR', 'ENOENT'].includes(code)) return false
    throw error
  }
}

/** A path through the open folder, which stays valid whatever is renamed. */
export function at(folder: number, name: BytePath): Buffer {
  return Buffer.from(`/proc/self/fd/${folder}/${name}`, 'latin1')
}

export function statOf(place: Buffer): BigIntStats | undefined {
  return lstatSync(place, { bigint: true, throwIfNoEntry: false })
}
