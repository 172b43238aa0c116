/**
 * The staging folder, in which restored files are prepared: root's, in the root of the same subvolume, so that they only
 * have to be put into their places. A note of it is written first, so that one that was left behind is found and removed.
 */
import { closeSync, constants, fstatSync, mkdirSync, openSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { isErrno } from '../../../../kernel/errno.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { run, type RunOptions } from '../../../../tools/run.ts'
import { titles } from '../../../../tools/titles/messages.ts'
import { filesMessages } from '../../messages.ts'
import { forgetRestore, noteRestore, type Noted } from './restore-note.ts'

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

export interface StagingRequest extends Noted {
  readonly liveRoot: string
  /** The set that files come from, if it is on this laptop. It is held meanwhile. */
  readonly setId: string | undefined
}

export function makeStaging(stateFolder: string, request: StagingRequest): Staging {
  const { operationId, liveRoot, setId } = request
  noteRestore(stateFolder, request, setId)
  const place = path.join(liveRoot, stagingName(operationId))
  mkdirSync(place, { mode: 0o700 })
  const descriptor = openOwn(place)
  if (descriptor === undefined) throw notOurs(place)
  return stagingOf(operationId, descriptor)
}

/** As it was left behind; undefined when it is gone, or is not ours. */
export function openStaging(liveRoot: string, operationId: string): Staging | undefined {
  const descriptor = openOwn(path.join(liveRoot, stagingName(operationId)))
  return descriptor === undefined ? undefined : stagingOf(operationId, descriptor)
}

/** Removes it and its note. Harmless when it is gone. */
export async function removeStaging(
  stateFolder: string,
  { operationId, liveRoot }: Pick<StagingRequest, 'operationId' | 'liveRoot'>,
  options: RunOptions,
): Promise<void> {
  const staging = openStaging(liveRoot, operationId)
  if (staging !== undefined) {
    try {
      await emptyFolder(staging.path, options)
      removeEmpty(path.join(liveRoot, stagingName(operationId)))
    } finally {
      staging.close()
    }
  }
  forgetRestore(stateFolder, operationId)
}

function stagingOf(operationId: string, descriptor: number): Staging {
  return { operationId, path: `/proc/${process.pid}/fd/${descriptor}`, close: () => closeSync(descriptor) }
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
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return undefined
    throw error
  }
}

/** Whoever owns the folder around it may have put something else there: that stays. */
function removeEmpty(place: string): void {
  try {
    rmdirSync(place)
  } catch (error) {
    if (!isErrno(error, 'ENOENT', 'ENOTDIR', 'ENOTEMPTY')) throw error
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

function notOurs(place: string): AppError {
  return filesMessages.stagingReplaced({}, { details: place })
}
