/** A new folder of the person's, made in a folder of root's beside it, and renamed when it is whole. Nothing that is there is replaced. */
import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
} from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { rootedBytePathSchema } from '../../../contract/path-schemas.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { namesIn, removeTrees } from '../../../tools/files/remove-trees.ts'
import { openFolderInside } from '../../../tools/files/safe-path.ts'
import { recallState, removeState, writeState } from '../../../tools/files/state-file.ts'
import { mayWriteInto } from '../../../tools/find/find-unreadable.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { bundlesFolder } from './bundle-paths.ts'
import type { BundleHost } from './make-bundle.ts'
import { realFolder } from './sources.ts'

/** For programs too: the folder itself, whatever is renamed. */
export const placeOf = (descriptor: number): string => `/proc/${process.pid}/fd/${descriptor}/.`

/** `fill` gets an empty folder that root alone can enter. */
export async function intoNewFolder(
  { stateFolder, person }: BundleHost,
  to: BytePath,
  options: RunOptions,
  fill: (into: string) => Promise<void>,
): Promise<void> {
  const at = to.lastIndexOf('/')
  const told = { path: textFromBytePath(to) }
  const around = realFolder(to.slice(0, at))
  const parent = around === undefined ? undefined : openFolderInside('/', around.slice(1))
  if (around === undefined || parent === undefined)
    throw bundlesMessages.noFolder({ path: textFromBytePath(to.slice(0, at)) })
  const name = `${stagingStart}${randomUUID()}`
  const target = Buffer.concat([Buffer.from(`${placeOf(parent)}/`), bufferFromBytePath(to.slice(at + 1))])
  try {
    if (!(await mayWriteInto(placeOf(parent), person, options)))
      throw bundlesMessages.mayNotWrite({ path: textFromBytePath(around) })
    if (!isFree(target, person.uid)) throw bundlesMessages.somethingThere(told)
    const note = writeNote(stateFolder, { folder: around === '' ? '/.' : around, name })
    try {
      await inStaging(placeOf(parent), name, async (own) => {
        mkdirSync(path.join(own, 'files'), { mode: 0o700 })
        const files = openFolderInside(own, 'files')
        if (files === undefined) throw bundlesMessages.stagingReplaced(told)
        try {
          await fill(placeOf(files))
          fchownSync(files, person.uid, person.gid)
          fchmodSync(files, 0o755)
        } finally {
          closeSync(files)
        }
        place(path.join(own, 'files'), target, told)
      })
    } finally {
      await removeStaging(placeOf(parent), name)
      removeState(note)
    }
  } finally {
    closeSync(parent)
  }
}

const stagingStart = '.pc-switcher-restore-bundle-'

/** The folder around it may be the person's, who can put something else under the name: `use` gets the one that root made, and it alone. */
async function inStaging(folder: string, name: string, use: (own: string) => Promise<void>): Promise<void> {
  mkdirSync(path.join(folder, name), { mode: 0o700 })
  const descriptor = openFolderInside(folder, name)
  if (descriptor === undefined) throw bundlesMessages.stagingReplaced({ path: name })
  const own = placeOf(descriptor)
  try {
    if (!isOurs(descriptor) || namesIn(own).length > 0) throw bundlesMessages.stagingReplaced({ path: name })
    try {
      await use(own)
    } finally {
      await removeTrees({ folder: own, names: namesIn(own) }, {})
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Root's alone. */
function isOurs(descriptor: number): boolean {
  const { uid, mode } = fstatSync(descriptor)
  return uid === process.getuid?.() && (mode & 0o077) === 0
}

/** A folder never replaces anything but one that is empty (rename(2)). */
function place(from: string, target: Buffer, told: { readonly path: string }): void {
  try {
    renameSync(from, target)
  } catch (thrown) {
    if (isErrno(thrown, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) throw bundlesMessages.somethingThere(told, { cause: thrown })
    throw thrown
  }
}

/** Nothing, or an empty folder of the person's. */
function isFree(target: Buffer, uid: number): boolean {
  try {
    const stat = lstatSync(target)
    return stat.isDirectory() && stat.uid === uid && readdirSync(target).length === 0
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT')) return true
    if (isErrno(thrown, 'ENOTDIR', 'ELOOP')) return false
    throw thrown
  }
}

/** Emptied by its descriptor. One that is not root's alone is not ours. */
async function removeStaging(folder: string, name: string): Promise<void> {
  const descriptor = openFolderInside(folder, name)
  if (descriptor === undefined) return
  try {
    if (!isOurs(descriptor)) return
    await removeTrees({ folder: placeOf(descriptor), names: namesIn(placeOf(descriptor)) }, {})
  } finally {
    closeSync(descriptor)
  }
  rmdirSync(path.join(folder, name))
}

const noteSchema = z.object({
  version: z.literal(1),
  folder: rootedBytePathSchema.or(z.literal('/.')),
  name: z.string().regex(/^\.pc-switcher-restore-bundle-[0-9a-f-]{36}$/),
})
type Note = z.infer<typeof noteSchema>

const notesFolder = (stateFolder: string): string => path.join(bundlesFolder(stateFolder), '.restoring')

const noteState = (file: string): StateText<Note> => ({
  path: file,
  schema: noteSchema,
  without: bundlesMessages.withoutNote({}),
})

function writeNote(stateFolder: string, note: Omit<Note, 'version'>): string {
  const name = `${nameOfProcess(identifyThisProcess())}.${randomUUID()}.json`
  const file = path.join(notesFolder(stateFolder), name)
  writeState(noteState(file), { version: 1, ...note })
  return file
}

/** What programs left that were killed. */
export async function sweepRestored(stateFolder: string): Promise<void> {
  const folder = notesFolder(stateFolder)
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const owner = processOfName(name)
    if (owner === undefined || isAlive(owner)) continue
    const note = recallState(noteState(path.join(folder, name)))
    if (note === undefined || (await removeLeft(note))) removeState(path.join(folder, name))
  }
}

/** False where the folder around it is not there: its disk may come back. */
async function removeLeft({ folder, name }: Note): Promise<boolean> {
  const parent = openFolderInside('/', folder === '/.' ? '' : folder.slice(1))
  if (parent === undefined) return false
  try {
    await removeStaging(placeOf(parent), name)
    return true
  } finally {
    closeSync(parent)
  }
}
