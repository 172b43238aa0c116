/** A list on its way to the app: whole records, as many as one message may have. */
import { closeSync } from 'node:fs'
import { promisify } from 'node:util'
import { deflateRaw as deflateRawCallback } from 'node:zlib'
import type { z } from 'zod'
import { openOwn } from '../../../../tools/files/own-file.ts'
import { recordEnd } from '../../inventory/inventory-entry.ts'
import type { pieceSchema, rangesSchema } from '../../list-verbs.ts'
import { readRange } from './damage.ts'

const deflateRaw = promisify(deflateRawCallback)
const pageBytes = 1 << 20

type Ranges = z.output<typeof rangesSchema>['ranges']

/**
 * Of the ranges, from their beginning. AppError "plan-expired" where the disk does not give the list: then it was set aside.
 */
export async function readPiece(file: string, ranges: Ranges): Promise<z.input<typeof pieceSchema>> {
  const page = readPage(file, ranges)
  const records = page.subarray(0, page.lastIndexOf(recordEnd) + 1)
  const data = await deflateRaw(records, { level: 1 })
  return { data: data.toString('base64'), bytes: records.length }
}

function readPage(file: string, ranges: Ranges): Buffer {
  const descriptor = openOwn(file)
  try {
    const pieces: Buffer[] = []
    let open = pageBytes
    for (const [start, end] of ranges) {
      const piece = readRange(descriptor, { start, end: Math.min(end, start + open) }, file)
      pieces.push(piece)
      open -= piece.length
      if (open === 0 || piece.length < end - start) break
    }
    return Buffer.concat(pieces)
  } finally {
    closeSync(descriptor)
  }
}
