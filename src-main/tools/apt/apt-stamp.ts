/** Whether apt would answer as it did before: its answers come of these files, and of what it is asked. */
import { createHash } from 'node:crypto'
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../kernel/errno.ts'
import { inodeStamp } from '../files/file-stamp.ts'

/** What is installed, what is offered, and by which settings (apt.conf(5), "Directories"). */
const places = [
  '/etc/apt',
  '/var/lib/apt/extended_states',
  '/var/lib/apt/lists',
  '/var/lib/dpkg/arch',
  '/var/lib/dpkg/status',
  '/var/lib/dpkg/updates',
]

/** Equal as long as none of the files was made, written, replaced or removed; `more`: lists that are kept elsewhere. */
export async function stampOfApt(more: readonly string[] = []): Promise<string> {
  const stamps = await Promise.all([...places, ...more].map(stampOf))
  return createHash('sha256').update(stamps.flat().sort().join('\n')).digest('hex')
}

/** Links are not followed: one that leads back would have no end. */
async function stampOf(place: string): Promise<readonly string[]> {
  try {
    const stat = await lstat(place, { bigint: true })
    const own = `${place}\0${inodeStamp(stat)}`
    if (!stat.isDirectory()) return [own]
    const inside = (await readdir(place)).map((name) => stampOf(path.join(place, name)))
    return [own, ...(await Promise.all(inside)).flat()]
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return [`${place}\0`]
    throw error
  }
}
