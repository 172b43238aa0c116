/**
 * Folders that were paused at a rollback go on, as one of both states is to count. Runs as the person. Each step may be repeated.
 *
 * Syncthing 1.x takes an index that went back for a damaged one: what this device itself wrote or deleted since would come back as a
 * conflict file, or stay here and be gone elsewhere, with nothing left to do on both sides (docs/facts/syncthing.md).
 */
import { lstatSync, rmdirSync, unlinkSync } from 'node:fs'
import { z } from 'zod'
import type { HeldRequest, HeldAnswer } from '../../../contract/person-syncthing.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { atParent } from '../../files/safe-path.ts'
import type { RunOptions } from '../../run.ts'
import { titles } from '../../titles/messages.ts'
import { ask, askIfThere, get, post } from '../syncthing-request.ts'
import { parseConflictPath } from '../../../contract/conflict-name.ts'
import { findConfig } from './find-config.ts'
import {
  atRest,
  changeFolder,
  forgetIndex,
  isAnybodyThere,
  locallyChanged,
  pauseDevice,
  placeOfFolder,
  scan,
  statusOf,
  type PausedFolder,
} from './held-folder.ts'

const fileSchema = z.object({ global: z.object({ deleted: z.boolean().default(false) }) })

/** Why it is not done, or what it found. */
export async function goOnWith(request: HeldRequest, options: RunOptions): Promise<HeldAnswer> {
  const found = findConfig(request.home)
  if (found.kind !== 'found') return { kind: 'not-running' }
  const held = { api: found.api, id: request.folder, options }
  try {
    if (request.ask === 'since') return await since(held, request.devices)
    for (const device of request.devices) await pauseDevice(held, device, false)
    if (request.ask === 'put') {
      await changeFolder(held, { type: request.type, paused: request.isPaused })
      return { kind: 'done' }
    }
    return request.ask === 'newer' ? await bringNewer(held, request) : await letThisCount(held, request.type)
  } catch (thrown) {
    const { code, details = '' } = toAppError(thrown)
    if (options.signal?.aborted === true) throw thrown
    // It speaks of itself, never of its key.
    return code === 'sync-failed' ? { kind: 'refused', details: details.slice(0, 300) } : { kind: 'not-running' }
  }
}

/** What was written here since the rollback: told while no other device is heard, so that nothing comes meanwhile. */
async function since(held: PausedFolder, devices: readonly string[]): Promise<HeldAnswer> {
  try {
    for (const device of devices) await pauseDevice(held, device, true)
    await changeFolder(held, { type: 'receiveonly', paused: false })
    await scan(held)
    return { kind: 'since', names: [...(await locallyChanged(held))] }
  } finally {
    await changeFolder(held, { paused: true })
    for (const device of devices) await pauseDevice(held, device, false)
  }
}

interface Newer {
  readonly home: string
  readonly type: string
  readonly since: { readonly atMs: number; readonly names: readonly BytePath[] }
}

async function bringNewer(held: PausedFolder, { home, type, since: written }: Newer): Promise<HeldAnswer> {
  const root = await placeOfFolder(held, home)
  await changeFolder(held, { type: 'receiveonly', paused: true })
  if (!(await isAnybodyThere(held))) return unheard(held, type, true)
  await forgetIndex(held)
  await changeFolder(held, { paused: false })
  const rest = await atRest(held, (items) => items === 0)
  if (rest === undefined) return stillWorking(held)
  if (!rest.isShared) return unheard(held, type, false)
  await removeStale(held, { root, kept: new Set(written.names), keptFromMs: written.atMs })
  await scan(held)
  await changeFolder(held, { type })
  return { kind: 'done' }
}

async function letThisCount(held: PausedFolder, type: string): Promise<HeldAnswer> {
  await changeFolder(held, { type: 'sendonly', paused: false })
  if (!(await isAnybodyThere(held))) return unheard(held, type, true)
  const heard = await atRest(held, () => true)
  if (heard === undefined) return stillWorking(held)
  if (!heard.isShared) return unheard(held, type, true)
  await ask(
    held.api,
    post(titles.changeSyncthingConfig({}), '/rest/db/override', [['folder', held.id]]),
    z.unknown(),
    held.options,
  )
  if ((await atRest(held, (items) => items === 0)) === undefined) return stillWorking(held)
  await changeFolder(held, { type })
  return { kind: 'done' }
}

async function stillWorking(held: PausedFolder): Promise<HeldAnswer> {
  return { kind: 'still-working', items: (await statusOf(held))?.needTotalItems ?? 0 }
}

/** Nothing moves until somebody is there. */
async function unheard(held: PausedFolder, type: string, isAsItWas: boolean): Promise<HeldAnswer> {
  await changeFolder(held, { paused: true, type })
  return { kind: 'nobody-there', isAsItWas }
}

interface Stale {
  readonly root: string
  /** What was written since the rollback. */
  readonly kept: ReadonlySet<BytePath>
  /** When that was told: what is written later stays as well. */
  readonly keptFromMs: number
}

/**
 * What is here and was deleted elsewhere, and what Syncthing put aside of the state that was gone back to. What was written since the
 * rollback stays, as a file or as the conflict file that was made of it.
 */
async function removeStale(held: PausedFolder, { root, kept, keptFromMs }: Stale): Promise<void> {
  const changed = await locallyChanged(held)
  const names = changed.toSorted((one, other) => other.length - one.length)
  for (const name of names) {
    if (kept.has(name)) continue
    const putAside = parseConflictPath(name)
    const isPutAside =
      putAside !== undefined && putAside.metAt.getTime() >= keptFromMs - 1_000 && !kept.has(putAside.file)
    if (isPutAside || (await isDeletedElsewhere(held, name))) removeUnchanged(root, name, keptFromMs)
  }
}

async function isDeletedElsewhere({ api, id, options }: PausedFolder, name: BytePath): Promise<boolean> {
  const question = get(titles.readSyncthingStatus({}), '/rest/db/file', [
    ['folder', id],
    ['file', bufferFromBytePath(name).toString('utf8')],
  ])
  return (await askIfThere(api, question, fileSchema, options))?.global.deleted === true
}

/** Unless somebody has written it meanwhile. A folder only when nothing is in it any more. */
function removeUnchanged(root: string, name: BytePath, keptFromMs: number): void {
  atParent(root, name, (leaf) => {
    const stat = lstatSync(leaf, { throwIfNoEntry: false })
    if (stat === undefined) return
    try {
      if (stat.isDirectory()) rmdirSync(leaf)
      else if (stat.mtimeMs < keptFromMs) unlinkSync(leaf)
    } catch {
      // It stays, and Syncthing carries it to the others.
    }
  })
}
