/** One subvolume of ours in a store of restic's: a snapshot there. */
import { lstatSync, mkdirSync, renameSync, rmSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { createSubvolume, setReadOnly } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { bufferFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { toolsMessages } from '../../../../tools/messages.ts'
import { bringBackStored, type WritingOptions } from '../../../../tools/restic/bring-back.ts'
import type { Store } from '../../../../tools/restic/run-restic.ts'

export interface TreeInStore {
  readonly id: string
  /** Where it was when it was stored, absolute. */
  readonly tree: string
}

/**
 * It becomes the read-only subvolume `to`. restic brings files back by their absolute paths: the subvolume is made where that is, below
 * the folder `scratch`, which is ours, on the same file system, and goes afterwards. AppErrors "not-verified", "disk-full".
 */
export async function bringTreeBack(
  store: Store,
  { id, tree }: TreeInStore,
  { scratch, to }: { readonly scratch: string; readonly to: string },
  options: WritingOptions,
): Promise<void> {
  if (!tree.startsWith('/') || tree.split('/').includes('..')) throw toolsMessages.storeDamaged({}, { details: tree })
  const there = path.join(scratch, tree)
  mkdirSync(path.dirname(there), { recursive: true, mode: 0o700 })
  await createSubvolume(there, options)
  await bringBackStored(store, { id, into: scratch }, options)
  if (!lstatSync(there).isDirectory()) throw toolsMessages.storeDamaged({}, { details: tree })
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 })
  renameSync(there, to)
  rmSync(scratch, { recursive: true, force: true })
  await setReadOnly(to, true, options)
}

/** As much as one command line can hold. */
const patternBytes = 500_000

/**
 * What is at `paths` of a tree, and below, comes to the same paths in `into`, an empty folder of ours. AppErrors "not-verified"
 * where something of it is damaged, "disk-full".
 */
export async function bringPartsBack(
  store: Store,
  { id, tree }: TreeInStore,
  { paths, into }: { readonly paths: readonly BytePath[]; readonly into: string },
  options: WritingOptions,
): Promise<void> {
  if (!tree.startsWith('/') || tree.split('/').includes('..')) throw toolsMessages.storeDamaged({}, { details: tree })
  const scratch = `${into}.store`
  mkdirSync(scratch, { mode: 0o700 })
  try {
    for (const patterns of inPieces(paths.map((path) => patternOf(tree, path)))) {
      await bringBackStored(store, { id, into: scratch, patterns }, options)
    }
    const there = path.join(scratch, tree)
    if (lstatSync(there, { throwIfNoEntry: false })?.isDirectory() === true) {
      rmdirSync(into)
      renameSync(there, into)
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** An argument is text: `?`, which is any one character, stands for each byte that is none. What comes too much is not asked for. */
function patternOf(tree: string, below: BytePath): string {
  return `${escaped(tree)}/${charactersOf(bufferFromBytePath(below)).map(escaped).join('')}`
}

const escaped = (text: string | undefined): string => text?.replaceAll(/[\\*?[\]]/g, '\\$&') ?? '?'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Undefined for a byte that begins no character of UTF-8, each by itself. */
function charactersOf(bytes: Buffer): readonly (string | undefined)[] {
  const found: (string | undefined)[] = []
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((one) => isText(bytes.subarray(at, at + one)))
    found.push(length === undefined ? undefined : decoder.decode(bytes.subarray(at, at + length)))
    at += length ?? 1
  }
  return found
}

function isText(bytes: Buffer): boolean {
  try {
    return decoder.decode(bytes) !== ''
  } catch {
    return false
  }
}

function inPieces(patterns: readonly string[]): readonly (readonly string[])[] {
  const pieces: string[][] = []
  let room = 0
  for (const pattern of patterns) {
    if (room < pattern.length) {
      pieces.push([])
      room = patternBytes
    }
    pieces.at(-1)?.push(pattern)
    room -= pattern.length + 11
  }
  return pieces
}
