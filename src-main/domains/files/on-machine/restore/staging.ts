/**
 * The staging folder, in which restored files are prepared: root's, in the root of the same subvolume, so that they only
 * have to be renamed into place. A note of it is written first, so that one that was left behind is found and removed.
 */
import { closeSync, constants, existsSync, fstatSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { isErrno } from '../../../../kernel/errno.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { removeHold, writeHold } from '../../../../commons/snapshot-sets/on-machine/holds.ts'
import { subvolumeNameSchema } from '../../../../commons/snapshot-sets/schemas.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { flushFolder } from '../../../../tools/files/durable-file.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { identifyThisProcess, isAlive, processIdentitySchema } from '../../../../tools/proc/process-identity.ts'
import { run, type RunOptions } from '../../../../tools/run.ts'
import { operationIdSchema } from '../../restore-schemas.ts'
import { withTree } from '../tree/with-tree.ts'
import { filesMessages } from '../../messages.ts'
import { titles } from '../../../../tools/titles/messages.ts'

const noteSchema = z.object({
  version: z.literal(1),
  operationId: operationIdSchema,
  /** The name of the subvolume. */
  folder: subvolumeNameSchema,
  process: processIdentitySchema,
})

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants

export interface Staging {
  readonly operationId: string
  /** Through an open descriptor, so it stays valid whatever is renamed. */
  readonly path: string
  readonly close: () => void
}

export function stagingName(operationId: string): string {
  return `.pc-switcher-restore-${operationId}`
}

function notesFolder(stateFolder: string): string {
  return path.join(stateFolder, 'restores')
}

function noteFile(stateFolder: string, operationId: string): string {
  return path.join(notesFolder(stateFolder), `${operationId}.json`)
}

export interface StagingRequest {
  readonly operationId: string
  readonly subvolume: string
  readonly liveRoot: string
  /** The set that files come from, if it is on this laptop. It is held meanwhile. */
  readonly setId: string | undefined
}

export function makeStaging(stateFolder: string, request: StagingRequest): Staging {
  const { operationId, subvolume, liveRoot, setId } = request
  const note = { version: 1 as const, operationId, folder: subvolume, process: identifyThisProcess() }
  writeState(noteState(noteFile(stateFolder, operationId)), note)
  if (setId !== undefined)
    writeHold(stateFolder, holdName(operationId), { setId, why: filesMessages.heldByRestore({}) })
  const place = path.join(liveRoot, stagingName(operationId))
  mkdirSync(place, { mode: 0o700 })
  const descriptor = openOwn(place)
  if (descriptor === undefined) throw notOurs(place)
  return { operationId, path: `/proc/${process.pid}/fd/${descriptor}`, close: () => closeSync(descriptor) }
}

/** Removes it and its note. Harmless when it is gone. */
export async function removeStaging(
  stateFolder: string,
  { operationId, liveRoot }: Pick<StagingRequest, 'operationId' | 'liveRoot'>,
  options: RunOptions,
): Promise<void> {
  const descriptor = openOwn(path.join(liveRoot, stagingName(operationId)))
  if (descriptor !== undefined) {
    try {
      await emptyFolder(`/proc/${process.pid}/fd/${descriptor}`, options)
      rmSync(path.join(liveRoot, stagingName(operationId)), { recursive: true, force: true })
    } finally {
      closeSync(descriptor)
    }
  }
  forget(stateFolder, operationId)
}

function forget(stateFolder: string, operationId: string): void {
  removeHold(stateFolder, holdName(operationId))
  rmSync(noteFile(stateFolder, operationId), { force: true })
  flushFolder(notesFolder(stateFolder))
}

/** Removes what killed restores left. Running ones are left alone. */
export async function sweepStagings(places: Places, options: RunOptions): Promise<void> {
  const { stateFolder } = places
  const folder = notesFolder(stateFolder)
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const isNote = name.endsWith('.json') && !name.startsWith('.')
    const note = isNote ? recallState(noteState(path.join(folder, name))) : undefined
    if (note === undefined || isAlive(note.process)) continue
    const { operationId } = note
    await withTree(places, { kind: 'now', subvolume: note.folder }, options, ({ root }) =>
      removeStaging(stateFolder, { operationId, liveRoot: root }, options),
    ).catch((thrown: unknown) => {
      if (!(thrown instanceof AppError)) throw thrown
      // It is gone with its subvolume. Any other failure is tried again next time.
      if (thrown.code === 'not-found') forget(stateFolder, operationId)
    })
  }
}

function noteState(file: string): StateText<z.infer<typeof noteSchema>> {
  return { path: file, schema: noteSchema, without: filesMessages.withoutStaging({}) }
}

/** Only a folder of root's that nobody else may enter is ours. */
function openOwn(place: string): number | undefined {
  const descriptor = openIfThere(place)
  if (descriptor === undefined) return undefined
  const { uid, mode } = fstatSync(descriptor)
  if (uid === 0 && (mode & 0o077) === 0) return descriptor
  closeSync(descriptor)
  return undefined
}

function openIfThere(place: string): number | undefined {
  try {
    return openSync(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/** rm(1) follows no link and goes through descriptors itself. */
async function emptyFolder(place: string, options: RunOptions): Promise<void> {
  await run(
    {
      title: titles.cleanUp({}),
      argv: [
        'find',
        `${place}/`,
        '-xdev',
        '-ignore_readdir_race',
        '-mindepth',
        '1',
        '-maxdepth',
        '1',
        '-exec',
        'rm',
        '-rf',
        '--one-file-system',
        '--',
        '{}',
        '+',
      ],
    },
    // Also cleans up after a stop.
    { ...options, signal: undefined },
  )
}

function holdName(operationId: string): string {
  return `restore-${operationId}`
}

function notOurs(place: string): AppError {
  return filesMessages.stagingReplaced({}, { details: place })
}
