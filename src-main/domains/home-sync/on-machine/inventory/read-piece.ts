/** A list on its way to the app: whole records, as many as one message may have. */
import { closeSync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import { deflateRaw as deflateRawCallback } from 'node:zlib'
import type { z } from 'zod'
import { recordEnd } from '../../inventory/inventory-entry.ts'
import type { pieceSchema } from '../../scan-verbs.ts'
import { readRange } from './damage.ts'

const deflateRaw = promisify(deflateRawCallback)
const pageBytes = 1 << 20

/** From `start` on, before `end`. AppError "plan-expired" where the disk does not give it: then it was set aside. */
export async function readPiece(file: string, start: number, end: number): Promise<z.input<typeof pieceSchema>> {
  const bytes = readPage(file, start, end)
  const data = await deflateRaw(bytes, { level: 1 })
  return { data: data.toString('base64'), next: start + bytes.length }
}

function readPage(file: string, start: number, end: number): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const page = readRange(descriptor, { start, end: Math.min(end, start + pageBytes) }, file)
    return page.subarray(0, page.lastIndexOf(recordEnd) + 1)
  } finally {
    closeSync(descriptor)
  }
}
