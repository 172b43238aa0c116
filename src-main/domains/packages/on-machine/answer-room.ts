import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../../kernel/errno.ts'
import { answer } from '../../../machine/machine.ts'
import { readRoomFor } from '../../../tools/mounts/room.ts'
import { readPackagesRoom } from '../verbs.ts'
import { archivesFolder, archiveTransfers } from './archives/archive-folders.ts'

/** Where nearly all of what packages bring is. */
const systemFolder = '/usr'

export const answerRoom = answer(readPackagesRoom, async (_input, { signal }) => {
  const [system, archives, ...held] = await Promise.all([
    readRoomFor(systemFolder, { signal }),
    readRoomFor(archivesFolder, { signal }),
    sizeBelow(archivesFolder),
    sizeBelow(archiveTransfers.receiveFolder),
  ])
  return { system, archives: { ...archives, heldBytes: held.reduce((sum, bytes) => sum + bytes, 0) } }
})

/** What is there for nothing goes before anything is downloaded, so it counts, too. */
async function sizeBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(missingAs([]))
  const files = entries.filter((entry) => entry.isFile())
  const sizes = files.map(({ parentPath, name }) => stat(path.join(parentPath, name)).catch(missingAs({ size: 0 })))
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0)
}

function missingAs<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (isErrno(error, 'ENOENT')) return instead
    throw error
  }
}
