/**
 * What a switch put into its place, in the order of an inventory: a first switch places a home, and it is read with a piece of it
 * in memory. NUL-ended records KEY 01 01 NUMBER WHAT, as they were written down: W, R, or P INODE CHANGE-TIME.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import {
  placedAfter,
  placedStamp,
  readPlacedRecords,
  type Done,
  type Placed,
} from '../../../../commons/placing/on-machine/placed-file.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { readRecordFile } from '../../../../tools/files/nul-records.ts'
import { sortRecords } from '../../../../tools/files/sort.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../../tools/proc/process-identity.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { keyEnd, keyOfPath, keyOfRecord, pathOfKey, recordEnd } from '../../inventory/inventory-entry.ts'
import { createRecordWriter, pause } from '../inventory/record-files.ts'

export interface PlacedThere {
  readonly key: string
  readonly path: BytePath
  readonly placed: Placed
}

/** Far more than a switch has lines. */
const numberDigits = 9

/** Each path once. It is sorted once, however often it is read. */
export async function* readPlacedInOrder(
  switchFolder: string,
  options: RunOptions,
): AsyncGenerator<readonly PlacedThere[]> {
  const stamp = placedStamp(switchFolder)
  if (stamp === undefined) return
  const file = path.join(ownFolder(switchFolder), stamp.replaceAll(' ', '-'))
  if (!existsSync(file)) await sortOnce(file, switchFolder, options)
  let last: PlacedThere | undefined
  for (const records of readRecordFile(file)) {
    const some: PlacedThere[] = []
    for (const record of records) {
      const key = keyOfRecord(record)
      const done = parseDone(record.slice(key.length + keyEnd.length + numberDigits))
      const isSame = last?.key === key
      if (last !== undefined && !isSame) some.push(last)
      last = { key, path: pathOfKey(key), placed: placedAfter(isSame ? last?.placed : undefined, { done }) }
    }
    yield some
    await pause()
  }
  if (last !== undefined) yield [last]
}

/** Once nobody asks any more; it is made again when somebody does. */
export function forgetPlacedInOrder(switchFolder: string): void {
  rmSync(foldersOf(switchFolder), { recursive: true, force: true })
}

function foldersOf(switchFolder: string): string {
  return path.join(switchFolder, 'placed-in-order')
}

/** Each agent has its own, and what a loss of power may have left of it is read by none. */
function ownFolder(switchFolder: string): string {
  return path.join(foldersOf(switchFolder), nameOfProcess(identifyThisProcess()))
}

const sorting = new Map<string, Promise<void>>()

/** For all who ask at once: when the first of them is told to stop, the others begin again. */
async function sortOnce(file: string, switchFolder: string, options: RunOptions): Promise<void> {
  const underWay = sorting.get(file)
  if (underWay !== undefined) {
    await underWay.catch(() => undefined)
    if (existsSync(file)) return
  }
  const sorted = sortInto(file, switchFolder, options).finally(() => {
    if (sorting.get(file) === sorted) sorting.delete(file)
  })
  sorting.set(file, sorted)
  await sorted
}

async function sortInto(file: string, switchFolder: string, options: RunOptions): Promise<void> {
  removeOthers(switchFolder)
  const folder = path.join(ownFolder(switchFolder), randomUUID())
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const [unsorted, sorted] = [path.join(folder, 'unsorted'), path.join(folder, 'sorted')]
    await writeUnsorted(unsorted, switchFolder)
    await sortRecords({ input: unsorted, output: sorted, scratchFolder: folder }, options)
    renameSync(sorted, file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Those of agents that are gone, and what was sorted before more was placed. */
function removeOthers(switchFolder: string): void {
  const [folders, own] = [foldersOf(switchFolder), ownFolder(switchFolder)]
  for (const name of existsSync(folders) ? readdirSync(folders) : []) {
    const owner = processOfName(name)
    if (owner === undefined || !isAlive(owner)) rmSync(path.join(folders, name), { recursive: true, force: true })
  }
  for (const name of existsSync(own) ? readdirSync(own) : []) {
    const place = path.join(own, name)
    if (!statSync(place).isDirectory()) rmSync(place, { force: true })
  }
}

async function writeUnsorted(file: string, switchFolder: string): Promise<void> {
  const writer = createRecordWriter(file)
  try {
    let number = 0
    for (const records of readPlacedRecords(switchFolder)) {
      for (const { path: at, done } of records) {
        const digits = String((number += 1)).padStart(numberDigits, '0')
        writer.write(`${keyOfPath(at)}${keyEnd}${digits}${formatDone(done)}${recordEnd}`)
      }
      await pause()
    }
  } finally {
    writer.close()
  }
}

function formatDone(done: Done | undefined): string {
  if (done === undefined) return 'W'
  return done.kind === 'removed' ? 'R' : `P ${done.inode} ${done.changed}`
}

function parseDone(text: string): Done | undefined {
  if (text === 'W') return undefined
  if (text === 'R') return { kind: 'removed' }
  const [, inode = '', changed = ''] = text.split(' ')
  return { kind: 'placed', inode, changed }
}
