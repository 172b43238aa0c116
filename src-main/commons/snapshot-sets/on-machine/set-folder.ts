/** A set's folder: its description, and the snapshots that are seen in it. */
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { momentOfSetName, snapshotsFolder } from '../set-name.ts'
import { readIfThere, writeDurably } from '../../../tools/durable-file.ts'
import { isSubvolume } from '../../../tools/btrfs-subvolume.ts'
import { descriptionSchema, type Description, type ListedSet } from '../schemas.ts'

export function setFolder(stateFolder: string, id: string): string {
  return path.join(snapshotsFolder(stateFolder), id)
}

export function writeDescription(stateFolder: string, description: Description): void {
  const file = path.join(setFolder(stateFolder, description.id), 'description.json')
  writeDurably(file, `${JSON.stringify(descriptionSchema.parse(description), undefined, 2)}\n`)
}

/** Newest first. */
export function readSets(stateFolder: string): readonly ListedSet[] {
  const folder = snapshotsFolder(stateFolder)
  return namesIn(folder)
    .map((id) => readSet(path.join(folder, id), id))
    .sort((one, other) => (one.at < other.at ? 1 : -1))
}

/** The newest set for a switch, preferring a finished one; undefined when there is none. */
export function findDescription(
  stateFolder: string,
  wanted: Pick<Description, 'switchId' | 'reason'>,
): Description | undefined {
  const fitting = readSets(stateFolder).flatMap(({ content }) =>
    content.kind === 'described' &&
    content.description.switchId === wanted.switchId &&
    content.description.reason === wanted.reason
      ? [content.description]
      : [],
  )
  return fitting.find(({ state }) => state === 'finished') ?? fitting[0]
}

function readSet(folder: string, id: string): ListedSet {
  const at = momentOfSetName(id) ?? statSync(folder).mtime.toISOString()
  return { id, at, folders: foldersIn(folder), content: readContent(folder, id) }
}

function readContent(folder: string, id: string): ListedSet['content'] {
  const text = readIfThere(path.join(folder, 'description.json'))
  if (text === undefined) return { kind: 'undescribed', why: 'Its description is missing.' }
  try {
    const description = descriptionSchema.parse(JSON.parse(text))
    if (description.id !== id)
      return { kind: 'undescribed', why: `Its description is of another one, ${description.id}.` }
    return { kind: 'described', description }
  } catch (error) {
    const words = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    return { kind: 'undescribed', why: `Its description cannot be read: ${words}` }
  }
}

function foldersIn(folder: string): string[] {
  const candidates = [...namesIn(folder), ...namesIn(path.join(folder, 'nested')).map((name) => `nested/${name}`)]
  return candidates.filter((name) => isSubvolume(path.join(folder, name)))
}

/** A folder that is not there has nothing in it; any other failure is thrown. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}
