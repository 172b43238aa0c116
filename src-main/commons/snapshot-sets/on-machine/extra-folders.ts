/** Extra folders: subvolumes that the person added. Each keeps the name that its snapshots have in a set. */
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { readState, writeState } from '../../../tools/files/state-file.ts'
import { snapshotSetsMessages } from '../messages.ts'

const extraFolderSchema = z.object({
  path: z.string().startsWith('/'),
  /** "srv": its snapshots are "extra/srv". */
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
})
export type ExtraFolder = z.infer<typeof extraFolderSchema>

const fileSchema = z.object({
  version: z.literal(1),
  folders: z.array(extraFolderSchema),
  /** No longer snapshotted. Their snapshots still exist, so no other folder gets their names. */
  former: z.array(extraFolderSchema),
})

/** AppError "state-unreadable" for a damaged file: a snapshot with something silently missing is worse than none. */
export function readExtraFolders(stateFolder: string): readonly ExtraFolder[] {
  return readFile(stateFolder).folders
}

function readFile(stateFolder: string): z.infer<typeof fileSchema> {
  return readState(extraState(stateFolder)) ?? { version: 1, folders: [], former: [] }
}

export function writeExtraFolders(stateFolder: string, paths: readonly string[]): void {
  const before = readFile(stateFolder)
  const known = [...before.folders, ...before.former]
  const folders: ExtraFolder[] = []
  for (const folder of new Set(paths)) {
    const taken = [...known, ...folders].filter((other) => other.path !== folder).map(({ name }) => name)
    const name = known.find((other) => other.path === folder)?.name ?? freeName(folder, taken)
    folders.push({ path: folder, name })
  }
  const former = known.filter((one) => !folders.some((folder) => folder.path === one.path))
  writeState(extraState(stateFolder), { version: 1, folders, former })
}

function freeName(folder: string, taken: readonly string[]): string {
  const letters = path
    .basename(folder)
    .replace(/[^A-Za-z0-9_-]/g, '')
    .slice(0, 48)
  const name = letters === '' ? 'folder' : letters
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`
    if (!taken.includes(candidate)) return candidate
  }
}

function extraState(stateFolder: string): StateText<z.infer<typeof fileSchema>> {
  return {
    path: path.join(stateFolder, 'snapshot-extra.json'),
    schema: fileSchema,
    without: snapshotSetsMessages.withoutExtraFolders({}),
  }
}
