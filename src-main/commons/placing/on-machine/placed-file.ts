/**
 * What a switch puts into its place, in the order it happens: each line before it is done, and what stood there
 * afterwards. By this the work of this program and that of the person are told apart. NUL-ended records:
 *
 *   W PATH                       is about to be placed or removed
 *   P INODE CHANGE-TIME PATH     stands there now
 *   R PATH                       is gone now
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, writeSync, type BigIntStats } from 'node:fs'
import path from 'node:path'
import { assertNever } from '../../../kernel/assert-never.ts'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { inodeStampAt } from '../../../tools/files/file-stamp.ts'
import { formatSeconds } from '../../../tools/files/format-seconds.ts'
import { readRecordFile } from '../../../tools/files/nul-records.ts'
import type { PlaceResult } from '../../../tools/files/place-lines.ts'

/** `begun`: whether it was done nobody wrote down; `before` is what was done there earlier in this switch. */
export type Placed = Done | { readonly kind: 'begun'; readonly before: Done | undefined }
export type Done =
  { readonly kind: 'removed' } | { readonly kind: 'placed'; readonly inode: string; readonly changed: string }

export interface PlacedWriter {
  readonly note: (result: PlaceResult) => void
  /** Must be called, also when placing failed. */
  readonly close: () => void
}

/** A write costs half as much as placing a line. What a killed agent did not write is begun, and looked at. */
const writeEveryMs = 20
/** Of what is about to be done: a first switch has a line for each file of a home. */
const writtenAtOnce = 10_000

/** On the disk before the first line is done. */
export function beginPlacing(switchFolder: string, paths: readonly BytePath[]): PlacedWriter {
  mkdirSync(switchFolder, { recursive: true, mode: 0o700 })
  const descriptor = openSync(placedFile(switchFolder), 'a', 0o600)
  const write = (records: readonly string[]): void => {
    const bytes = bufferFromBytePath(records.map((record) => `${record}\0`).join(''))
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done)
  }
  for (let at = 0; at < paths.length; at += writtenAtOnce) {
    write(paths.slice(at, at + writtenAtOnce).map((one) => `W ${one}`))
  }
  fsyncSync(descriptor)
  let pending: string[] = []
  let writtenMs = -Infinity
  const flush = (): void => {
    const records = pending
    pending = []
    write(records)
    writtenMs = performance.now()
  }
  return {
    note(result) {
      pending.push(...recordsOf(result))
      if (performance.now() - writtenMs >= writeEveryMs) flush()
    },
    close() {
      try {
        flush()
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
    },
  }
}

function recordsOf(result: PlaceResult): readonly string[] {
  switch (result.outcome) {
    case 'placed':
    case 'already':
      return [`P ${result.inode} ${result.changed} ${result.path}`]
    case 'removed':
    case 'absent':
      return [`R ${result.path}`]
    case 'left':
      return []
    default:
      return assertNever(result)
  }
}

export interface PlacedRecord {
  readonly path: BytePath
  /** Undefined where it is about to be done. */
  readonly done: Done | undefined
}

/** In the order in which it was written down, some at a time. A record that was cut off by a power loss is not there. */
export function* readPlacedRecords(switchFolder: string): Generator<readonly PlacedRecord[]> {
  const file = placedFile(switchFolder)
  if (!existsSync(file)) return
  for (const records of readRecordFile(file, { mayBeCutOff: true })) yield records.flatMap(parseRecord)
}

function parseRecord(record: string): readonly PlacedRecord[] {
  const [kind, rest] = [record.slice(0, 1), record.slice(2)]
  if (kind === 'W') return ofPath(rest, undefined)
  if (kind === 'R') return ofPath(rest, { kind: 'removed' })
  const [, inode, changed, at] = /^(\d+) (\S+) ([^]*)$/.exec(rest) ?? []
  return inode === undefined || changed === undefined ? [] : ofPath(at ?? '', { kind: 'placed', inode, changed })
}

/** Some disks leave zeros where a loss of power cut a record off: what is no path was no record. */
function ofPath(path: BytePath, done: Done | undefined): readonly PlacedRecord[] {
  return path === '' || path.endsWith('/') ? [] : [{ path, done }]
}

/** What is known of a path after one more record. */
export function placedAfter(before: Placed | undefined, { done }: Pick<PlacedRecord, 'done'>): Placed {
  return done ?? { kind: 'begun', before: before?.kind === 'begun' ? before.before : before }
}

/** All of it at once: for what is not as large as a home. */
export function readPlaced(switchFolder: string): ReadonlyMap<BytePath, Placed> {
  const placed = new Map<BytePath, Placed>()
  for (const records of readPlacedRecords(switchFolder)) {
    for (const record of records) placed.set(record.path, placedAfter(placed.get(record.path), record))
  }
  return placed
}

/** Another one after anything was written down; undefined before. */
export function placedStamp(switchFolder: string): string | undefined {
  return inodeStampAt(placedFile(switchFolder))
}

function placedFile(switchFolder: string): string {
  return path.join(switchFolder, 'placed')
}

/** Whether what stands at a path `now` was put there by this program; `fetched`: what came for it, as far as it is still there. */
export function isOurs(
  now: BigIntStats | undefined,
  placed: Placed | undefined,
  fetched: () => BigIntStats | undefined,
): boolean {
  if (placed === undefined) return false
  // Of what was begun and not written down as done: it is what was fetched, or gone if that was to go; or still as before.
  if (placed.kind === 'begun') return looksLike(now, fetched()) || isOurs(now, placed.before, fetched)
  if (placed.kind === 'removed') return now === undefined
  if (now === undefined || now.ino.toString() !== placed.inode) return false
  // Another name for it that was made later, also by us, moves its change time.
  return now.nlink > 1n ? looksLike(now, fetched()) : formatSeconds(now.ctimeNs) === placed.changed
}

function looksLike(now: BigIntStats | undefined, fetched: BigIntStats | undefined): boolean {
  if (now === undefined || fetched === undefined) return now === fetched
  return now.mode === fetched.mode && now.size === fetched.size && now.mtimeNs === fetched.mtimeNs
}
