/**
 * A Syncthing of the person whose settings, index or folders go back must not carry anything before somebody has said which state
 * counts: the other laptop would undo the rollback (docs/facts/syncthing.md). Its folders are paused in the settings that it starts with.
 */
import { closeSync, existsSync, lstatSync, realpathSync, renameSync } from 'node:fs'
import path from 'node:path'
import {
  readHeld,
  removeHeld,
  writeHeld,
  type HeldFolder,
} from '../../../../commons/held-folders/on-machine/held-state.ts'
import { distinct } from '../../../../kernel/distinct.ts'
import { bytePathFromText } from '../../../../kernel/byte-path.ts'
import { flushFolder, writeFlushed } from '../../../../tools/files/durable-file.ts'
import { readForeign, textOf } from '../../../../tools/files/foreign-file.ts'
import { openFolderInside } from '../../../../tools/files/safe-path.ts'
import { usualConfigFolders } from '../../../../tools/syncthing/person/find-config.ts'
import {
  configuredFolders,
  withPaused,
  type ConfiguredFolder,
} from '../../../../tools/syncthing/person/paused-folders.ts'
import { outerSubvolumes } from '../plan/inner-subvolumes.ts'
import { treePath, type RollbackContext } from '../state/context.ts'
import type { RollbackJournal } from '../state/operation.ts'

/** A subvolume that goes back, and what takes its place. */
export interface GoesBack {
  readonly path: string
  readonly tree: string
}

export interface SettingsWanted {
  readonly home: string
  /** Folders of settings that a running Syncthing of the person uses, before the usual ones. */
  readonly syncthing: readonly string[]
}

interface FoundSettings {
  readonly place: SettingsPlace
  readonly text: string
  /** Not paused, and with their settings, or themselves, in what goes back. */
  readonly folders: readonly ConfiguredFolder[]
}

interface SettingsPlace {
  /** The folder around config.xml is opened below it, without following a link. */
  readonly root: string
  readonly inside: string
  readonly goesBack: boolean
}

const mostBytes = 8 * 1024 * 1024

/** Reads what goes back alone, or the settings that stay. */
export function findHeld(wanted: SettingsWanted, all: readonly GoesBack[]): FoundSettings | undefined {
  for (const folder of settingsFolders(wanted)) {
    const place = placeOf(folder, wanted.home, all)
    const text =
      place === undefined ? undefined : inFolder(place, (at) => textOf(readForeign(at, 'config.xml', mostBytes)))
    if (place === undefined || text === undefined) continue
    const folders = (configuredFolders(text) ?? []).filter(
      (one) =>
        one.id !== '' &&
        !one.isPaused &&
        (place.goesBack || all.some((back) => isBelow(realPlace(one, wanted), back.path))),
    )
    return { place, text, folders }
  }
  return undefined
}

/** Once the trees are made and before names are exchanged. What is paused then is written down first. */
export function holdSyncthing(context: RollbackContext, journal: RollbackJournal): void {
  const { home, stateFolder } = context
  const trees = outerSubvolumes(journal.subvolumes).map(([index, one]) => ({
    path: one.path,
    tree: treePath(context, journal, index),
  }))
  const found = findHeld({ home, syncthing: journal.syncthing }, trees)
  if (found === undefined || found.folders.length === 0) return
  const { operationId: by, setAt } = journal
  const held = found.folders.map(({ id, label, type }): HeldFolder => ({ id, label, type, by }))
  const ids = held.map(({ id }) => id)
  const earlier = (readHeld(stateFolder)?.folders ?? []).filter(({ id }) => !ids.includes(id))
  writeHeld(stateFolder, { version: 1, setAt, folders: [...held, ...earlier] })
  setPaused(found, ids, true)
}

/** As it was before `holdSyncthing`. Harmless when nothing was held. */
export function letGoOfSyncthing(context: RollbackContext, journal: RollbackJournal): void {
  const { home, stateFolder } = context
  const held = readHeld(stateFolder)
  const ours = held?.folders.filter(({ by }) => by === journal.operationId) ?? []
  if (held === undefined || ours.length === 0) return
  const backs = journal.subvolumes.map((one) => ({ path: one.path, tree: '' }))
  const wanted = { home, syncthing: journal.syncthing }
  // Settings that were to go back are in trees that are deleted.
  const stays = settingsFolders(wanted).every((folder) => placeOf(folder, home, backs)?.goesBack !== true)
  const found = stays ? findHeld(wanted, []) : undefined
  const ids = ours.map(({ id }) => id)
  if (found !== undefined) setPaused(found, ids, false)
  const rest = held.folders.filter(({ by }) => by !== journal.operationId)
  if (rest.length === 0) removeHeld(stateFolder)
  else writeHeld(stateFolder, { ...held, folders: rest })
}

function setPaused({ place, text }: FoundSettings, ids: readonly string[], isPaused: boolean): void {
  const changed = withPaused(text, ids, isPaused)
  if (changed === undefined) return
  inFolder(place, (folder) => {
    const file = path.join(folder, 'config.xml')
    const { uid, gid, mode } = lstatSync(file)
    const beside = path.join(folder, `.config.xml.${process.pid}.new`)
    writeFlushed(beside, changed, mode & 0o777, { uid, gid })
    renameSync(beside, file)
    flushFolder(folder)
  })
}

/** Each as it is named, after where it is: people keep settings elsewhere, and a link in their place. */
function settingsFolders({ home, syncthing }: SettingsWanted): readonly string[] {
  const named = [...syncthing, ...usualConfigFolders(home)]
  return distinct(named.flatMap((folder) => [realFolder(folder), folder]))
}

function realFolder(folder: string): string {
  try {
    return path.dirname(realpathSync(path.join(folder, 'config.xml')))
  } catch {
    return folder
  }
}

/** In the innermost subvolume that goes back; undefined for a folder that no home holds. */
function placeOf(folder: string, home: string, all: readonly GoesBack[]): SettingsPlace | undefined {
  if (!isBelow(folder, home)) return undefined
  const [back] = all
    .filter((one) => isBelow(folder, one.path))
    .toSorted((one, other) => other.path.length - one.path.length)
  return back === undefined
    ? { root: home, inside: path.relative(home, folder), goesBack: false }
    : { root: back.tree, inside: path.relative(back.path, folder), goesBack: true }
}

/** Where it is now; where a link cannot be followed, as it is written. */
function realPlace({ path: place }: ConfiguredFolder, { home }: SettingsWanted): string {
  const written = path.resolve(home, place.replace(/^~(?=\/|$)/, home))
  try {
    return realpathSync(written)
  } catch {
    return written
  }
}

function isBelow(place: string, around: string): boolean {
  const inside = path.relative(around, place)
  return inside === '' || (inside !== '..' && !inside.startsWith('../'))
}

/** Hands `use` a path of the open folder; undefined where there is none, or a link on the way. */
function inFolder<T>({ root, inside }: SettingsPlace, use: (folder: string) => T): T | undefined {
  // The home itself may not be there: /home is another one then, or the account is new.
  if (!existsSync(root)) return undefined
  const descriptor = openFolderInside(root, bytePathFromText(inside))
  if (descriptor === undefined) return undefined
  try {
    return use(`/proc/self/fd/${descriptor}`)
  } finally {
    closeSync(descriptor)
  }
}
