/** A set's folder: its description, and the snapshots found in it. */
import { lstatSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { timeOfSetName, setSuffix, snapshotsFolder } from '../set-name.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { writeWhole } from '../../../tools/files/durable-file.ts'
import { readState, writeState } from '../../../tools/files/state-file.ts'
import { hasSubvolumeInode, isOnBtrfs } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { descriptionSchema, type Description, type ListedSet } from '../schemas.ts'
import { snapshotSetsMessages } from '../messages.ts'
import { entriesIn } from '../../../tools/files/own-file.ts'

export function setFolder(stateFolder: string, id: string): string {
  return path.join(snapshotsFolder(stateFolder), id)
}

export function writeDescription(stateFolder: string, description: Description): void {
  writeState(descriptionState(descriptionFile(stateFolder, description)), description)
}

/** Of a new set. Its name is on the disk with the next transaction of the file system. */
export function writeFirstDescription(stateFolder: string, description: Description): void {
  writeWhole(descriptionFile(stateFolder, description), textOf(description))
}

function descriptionFile(stateFolder: string, { id }: Description): string {
  return path.join(setFolder(stateFolder, id), 'description.json')
}

function textOf(description: Description): string {
  return `${JSON.stringify(z.encode(descriptionSchema, description), undefined, 2)}\n`
}

/** Newest first. A name with a leading dot is being made or removed, and is not a set. */
export function readSets(stateFolder: string): readonly ListedSet[] {
  const folder = snapshotsFolder(stateFolder)
  const names = entriesIn(folder).flatMap(({ name }) => (name.startsWith('.') ? [] : [name]))
  if (names.length === 0 || !isOnBtrfs(folder)) return []
  return names.map((id) => readSet(path.join(folder, id), id)).sort((one, other) => (one.at < other.at ? 1 : -1))
}

/** One set; undefined when there is none of that name. */
export function readOneSet(stateFolder: string, id: string): ListedSet | undefined {
  const folder = snapshotsFolder(stateFolder)
  if (timeOfSetName(id) === undefined || !entriesIn(folder).some(({ name }) => name === id)) return undefined
  return readSet(path.join(folder, id), id)
}

/**
 * The newest set for a switch, preferring a finished one; undefined when there is none. A set's name ends with the end
 * of its switch's ID, so only a few of a thousand sets are read.
 */
export function findDescription(
  stateFolder: string,
  wanted: Pick<Description, 'switchId' | 'reason'>,
): Description | undefined {
  const folder = snapshotsFolder(stateFolder)
  const ending = `-${setSuffix(wanted.switchId)}`
  const candidates = entriesIn(folder).flatMap(({ name }) =>
    name.endsWith(ending) && timeOfSetName(name) !== undefined ? [readSet(path.join(folder, name), name)] : [],
  )
  const fitting = candidates
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
    .flatMap(({ content }) =>
      content.kind === 'described' &&
      content.description.switchId === wanted.switchId &&
      content.description.reason === wanted.reason
        ? [content.description]
        : [],
    )
  return fitting.find(({ state }) => state === 'finished') ?? fitting[0]
}

function readSet(folder: string, id: string): ListedSet {
  const at = timeOfSetName(id) ?? statSync(folder).mtime.toISOString()
  return { id, at, subvolumes: foldersIn(folder), content: readContent(folder, id) }
}

export function readContent(folder: string, id: string): ListedSet['content'] {
  try {
    const description = readState(descriptionState(path.join(folder, 'description.json')))
    if (description === undefined) return { kind: 'undescribed', why: snapshotSetsMessages.descriptionMissing({}) }
    if (description.id !== id)
      return { kind: 'undescribed', why: snapshotSetsMessages.descriptionOfOther({ id: description.id }) }
    return { kind: 'described', description }
  } catch (error) {
    const { details, message } = toAppError(error)
    return { kind: 'undescribed', why: snapshotSetsMessages.descriptionUnreadable({ why: details ?? message }) }
  }
}

/** A set without a description stays until the person deletes it. */
function descriptionState(file: string): StateText<Description> {
  return { path: file, schema: descriptionSchema, without: snapshotSetsMessages.withoutDescription({}) }
}

/** Folders within a set that group snapshots and are not one themselves. */
export const groups = ['nested', 'extra', 'homes'] as const

/** Removes what an attempt left that failed before it took a snapshot. Does nothing if anything else is in it. */
export function deleteUntaken(stateFolder: string, id: string): void {
  const folder = setFolder(stateFolder, id)
  const ours: readonly string[] = ['description.json', ...groups]
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  if (inside.some((name) => !ours.includes(name))) return
  rmSync(path.join(folder, 'description.json'), { force: true })
  for (const group of groups) if (inside.includes(group)) rmdirSync(path.join(folder, group))
  rmdirSync(folder)
}

/** Fast enough for a thousand sets: one system call for each entry, none for entries that are not folders. */
function foldersIn(folder: string): string[] {
  const own = foldersOf(folder)
  const grouped = own
    .filter((name) => groups.some((group) => group === name))
    .flatMap((group) => foldersOf(path.join(folder, group)).map((name) => `${group}/${name}`))
  return [...own, ...grouped].filter((name) => hasSubvolumeInode(lstatSync(path.join(folder, name))))
}

function foldersOf(folder: string): readonly string[] {
  return entriesIn(folder).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
}
