/**
 * What a switch put into its place, in the order of an inventory: a first switch places a home, and it is read with a piece of it
 * in memory. NUL-ended records KEY 01 01 NUMBER WHAT, as they were written down: W, R, or P INODE CHANGE-TIME.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
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
import { identifyThisProcess, nameOfProcess } from '../../../../tools/proc/process-identity.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { keyEnd, keyOfPath, keyOfRecord, pathOfKey, recordEnd } from '../../inventory/inventory-entry.ts'
import { createRecordWriter, pause } from '../inventory/record-files.ts'

export interface PlacedThere {
  readonly key: string
  readonly path: BytePath
  readonly placed: Placed
}

/** Each agent has its own, and what a loss of power may have left of it is read by none. */
const start = 'placed-in-order-'
/** Far more than a switch has lines. */
const numberDigits = 9

/** Each path once. It is sorted once, however often it is read. */
export async function* readPlacedInOrder(
  switchFolder: string,
  options: RunOptions,
): AsyncGenerator<readonly PlacedThere[]> {
  const stamp = placedStamp(switchFolder)
  if (stamp === undefined) return
  const file = path.join(switchFolder, `${start}${nameOfProcess(identifyThisProcess())}-${stamp.replaceAll(' ', '-')}`)
  if (!existsSync(file)) await sortInto(file, switchFolder, options)
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

async function sortInto(file: string, switchFolder: string, options: RunOptions): Promise<void> {
  const earlier = readdirSync(switchFolder).filter((name) => name.startsWith(start))
  const own = path.join(switchFolder, `unsorted-${randomUUID()}`)
  const [unsorted, sorted] = [own, `${own}-sorted`]
  try {
    await writeUnsorted(unsorted, switchFolder)
    await sortRecords({ input: unsorted, output: sorted, scratchFolder: switchFolder }, options)
    renameSync(sorted, file)
  } finally {
    for (const each of [unsorted, sorted]) rmSync(each, { force: true })
  }
  for (const name of earlier) rmSync(path.join(switchFolder, name), { force: true })
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
