/** /dev/kmsg (Documentation/ABI/testing/dev-kmsg): what the kernel has said since the start of the system, as far as its buffer goes. */
import { closeSync, readSync } from 'node:fs'
import { openPlace } from './files/own-file.ts'
import { isErrno } from '../kernel/errno.ts'

/** Longer than any record. */
const recordBytes = 8192

/** The oldest first; empty where it may not be read, as in a container. */
export function readKernelLog(): readonly string[] {
  const log = openLog()
  if (log === undefined) return []
  const lines: string[] = []
  const record = Buffer.alloc(recordBytes)
  try {
    for (;;) {
      try {
        const length = readSync(log, record)
        if (length === 0) return lines
        // "6,1234,98765432,-;message", and properties in lines after it.
        const [head = ''] = record.toString('utf8', 0, length).split('\n')
        lines.push(head.slice(head.indexOf(';') + 1))
      } catch (thrown) {
        if (isErrno(thrown, 'EAGAIN')) return lines
        // It was overwritten meanwhile; the next one is there.
        if (!isErrno(thrown, 'EPIPE')) throw thrown
      }
    }
  } finally {
    closeSync(log)
  }
}

function openLog(): number | undefined {
  try {
    return openPlace('/dev/kmsg')
  } catch {
    return undefined
  }
}
