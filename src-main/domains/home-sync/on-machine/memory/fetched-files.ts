/**
 * What was fetched, proven, and is still in `incoming`: a later fetch neither sends nor reads it again. One file for each
 * lot, written when all that it names is on the disk.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, rmSync, type BigIntStats } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { atParent, lookInside } from '../../../../tools/files/safe-path.ts'
import { recallState, removeState, writeState } from '../../../../tools/files/state-file.ts'
import { homeMessages } from '../../messages.ts'
import { homeFolder } from '../scan/home-folders.ts'

/** A lot is read and written as a whole, and is one page of what the app is told. */
export const filesInLot = 5_000
/** Rounds leave small ones: more than so many become one. */
const smallLots = 16
const smallLotFiles = filesInLot / 10

const recordedSchema = z.object({
  path: relativeBytePathSchema,
  /** What stood there, as the other laptop told. */
  identity: z.string(),
  /** What stands in `incoming`. */
  local: z.string(),
  isRenamed: z.literal(true).optional(),
})
type Recorded = z.infer<typeof recordedSchema>

/** `peer` is the laptop that it came from. */
const lotSchema = z
  .object({ version: z.literal(1), peer: z.string(), files: z.array(recordedSchema), checksum: z.string() })
  .refine(({ peer, files, checksum }) => checksum === checksumOf(peer, files), 'the checksum does not fit')
type Lot = z.infer<typeof lotSchema>

export type FetchedIdentity = Pick<Recorded, 'path' | 'identity' | 'isRenamed'>

interface Fetching {
  readonly stateFolder: string
  /** The folder that was fetched into. */
  readonly incoming: string
  readonly peer: string
}

/** Must be on the disk already. What is not there, or has several names, is not recorded. */
export function noteFetched({ stateFolder, incoming, peer }: Fetching, files: readonly FetchedIdentity[]): void {
  const inside = lookInside(incoming)
  try {
    const recorded = files.flatMap(({ path: at, identity, isRenamed }) => {
      const local = localOf(inside.stat(at))
      return local === undefined ? [] : [{ path: at, identity, local, ...(isRenamed === true ? { isRenamed } : {}) }]
    })
    if (recorded.length > 0) writeLot(stateFolder, peer, recorded)
  } finally {
    inside.close()
  }
}

export interface FetchedPage {
  readonly files: readonly FetchedIdentity[]
  /** What to ask for next; undefined at the end. */
  readonly next: string | undefined
}

/** What came from that laptop and is still there as it was proven, a lot at a time; `after` is undefined for the first. */
export function readFetched({ stateFolder, incoming, peer }: Fetching, after: string | undefined): FetchedPage {
  const name = lotNames(stateFolder).find((one) => after === undefined || one > after)
  if (name === undefined || !existsSync(incoming)) return { files: [], next: undefined }
  const lot = recallState(lotState(stateFolder, name))
  const inside = lookInside(incoming)
  try {
    const all = lot?.peer === peer ? lot.files : []
    const there = all.filter(({ path: at, local }) => localOf(inside.stat(at)) === local)
    return { files: there.map(({ local: _local, ...file }) => file), next: name }
  } finally {
    inside.close()
  }
}

export function hasFetched(stateFolder: string): boolean {
  return lotNames(stateFolder).some((name) => recallState(lotState(stateFolder, name)) !== undefined)
}

/** These are fetched again when they are wanted. What is there of them stays. */
export function forgetFetched(stateFolder: string, paths: readonly BytePath[]): void {
  const gone = new Set(paths)
  const small: { readonly name: string; readonly lot: Lot }[] = []
  for (const name of lotNames(stateFolder)) {
    const lot = recallState(lotState(stateFolder, name))
    if (lot === undefined) continue
    const files = lot.files.filter((file) => !gone.has(file.path))
    if (files.length < lot.files.length) rewriteLot(stateFolder, name, { ...lot, files })
    if (files.length > 0 && files.length < smallLotFiles) small.push({ name, lot: { ...lot, files } })
  }
  if (small.length > smallLots) joinLots(stateFolder, small)
}

/** Deletes them from `incoming`, where nothing is reached through a link that was fetched. */
export function removeFetched(incoming: string, paths: readonly BytePath[]): void {
  if (!existsSync(incoming)) return
  for (const one of paths) atParent(incoming, one, (leaf) => rmSync(leaf, { force: true }))
}

export function forgetAllFetched(stateFolder: string): void {
  rmSync(lotsFolder(stateFolder), { recursive: true, force: true })
}

/** The joined ones are on the disk before the small ones go: a file that two lots name is the same file. */
function joinLots(stateFolder: string, small: readonly { readonly name: string; readonly lot: Lot }[]): void {
  for (const peer of new Set(small.map(({ lot }) => lot.peer))) {
    const files = small.flatMap(({ lot }) => (lot.peer === peer ? lot.files : []))
    for (let at = 0; at < files.length; at += filesInLot) {
      writeLot(stateFolder, peer, files.slice(at, at + filesInLot))
    }
  }
  for (const { name } of small) removeState(path.join(lotsFolder(stateFolder), name))
}

function writeLot(stateFolder: string, peer: string, files: readonly Recorded[]): void {
  rewriteLot(stateFolder, `${randomUUID()}.json`, { peer, files: [...files] })
}

function rewriteLot(stateFolder: string, name: string, { peer, files }: Pick<Lot, 'peer' | 'files'>): void {
  const state = lotState(stateFolder, name)
  if (files.length === 0) return removeState(state.path)
  writeState(state, { version: 1, peer, files, checksum: checksumOf(peer, files) })
}

/** Nothing but our own transfers writes there: what has the same inode, times and size is what was proven. */
function localOf(stat: BigIntStats | undefined): string | undefined {
  if (stat?.isFile() !== true || stat.nlink !== 1n) return undefined
  return `${stat.ino} ${stat.ctimeNs} ${stat.size} ${stat.mtimeNs}`
}

function checksumOf(peer: string, files: readonly Recorded[]): string {
  const told = [
    peer,
    ...files.map(({ path: at, identity, local, isRenamed }) => [
      at,
      identity,
      local,
      ...(isRenamed === true ? [1] : []),
    ]),
  ]
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}

function lotNames(stateFolder: string): readonly string[] {
  const folder = lotsFolder(stateFolder)
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter((name) => /^[0-9a-f-]{36}\.json$/.test(name)).sort()
}

function lotsFolder(stateFolder: string): string {
  return path.join(homeFolder(stateFolder), 'fetched')
}

function lotState(stateFolder: string, name: string): StateText<Lot> {
  return {
    path: path.join(lotsFolder(stateFolder), name),
    schema: lotSchema,
    without: homeMessages.withoutFetched({}),
  }
}
