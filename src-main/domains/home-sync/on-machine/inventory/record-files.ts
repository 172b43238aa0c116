/** Reads and writes files of entries in pieces. */
import { closeSync, constants, copyFileSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { openOwn } from '../../../../tools/files/own-file.ts'
import { parseChange, type InventoryChange } from '../../inventory/change.ts'
import { readRecordFile } from '../../../../tools/files/nul-records.ts'
import { giveSignOfLife } from '../../../../tools/sign-of-life.ts'

const pieceBytes = 1 << 18

/** The records of a file as text, one after the other. */
export async function* readRecords(file: string): AsyncGenerator<string> {
  for (const records of readRecordFile(file)) {
    yield* records
    await pause()
  }
}

export async function* readChanges(file: string): AsyncGenerator<InventoryChange> {
  for await (const record of readRecords(file)) yield parseChange(record)
}

/** Yields to other requests, after a piece of the work. */
export function pause(): Promise<void> {
  giveSignOfLife()
  return new Promise((resolve) => setImmediate(resolve))
}

export interface RecordWriter {
  write(record: string): void
  /** Whole records of another file, by its bytes from `start` to before `end`. */
  copy(file: string, start: number, end: number): void
  /** Begins with all of another file, at the same places, and without reading it where the file system can share it. */
  share(file: string): void
  /** Bytes so far. */
  readonly length: number
  /** Must be called even when writing failed. `durable` flushes to the disk. */
  close(durable?: boolean): void
}

export function createRecordWriter(file: string): RecordWriter {
  const descriptor = openSync(file, 'w', 0o600)
  let waiting: string[] = []
  let waitingLength = 0
  let length = 0
  let written = 0
  const writeAll = (bytes: Buffer): void => {
    for (let done = 0; done < bytes.length;) {
      const count = writeSync(descriptor, bytes, done, bytes.length - done, written)
      done += count
      written += count
    }
  }
  const flush = (): void => {
    writeAll(Buffer.from(waiting.join(''), 'latin1'))
    waiting = []
    waitingLength = 0
  }
  return {
    write(record) {
      waiting.push(record)
      waitingLength += record.length
      length += record.length
      if (waitingLength >= pieceBytes) flush()
    },
    copy(source, start, end) {
      flush()
      const from = openOwn(source)
      try {
        const piece = Buffer.allocUnsafe(pieceBytes)
        for (let at = start; at < end;) {
          const count = readSync(from, piece, 0, Math.min(pieceBytes, end - at), at)
          if (count === 0) throw new Error(`${source} is cut off`)
          writeAll(piece.subarray(0, count))
          at += count
        }
      } finally {
        closeSync(from)
      }
      length += end - start
    },
    share(source) {
      if (length > 0) throw new Error(`${file} has begun with something else`)
      copyFileSync(source, file, constants.COPYFILE_FICLONE)
      length = written = fstatSync(descriptor).size
    },
    get length() {
      return length
    },
    close(durable = false) {
      try {
        flush()
        if (durable) fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
    },
  }
}
