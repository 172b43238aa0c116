/** Parts of stretches, summed up from what stands in the list. */
import { hash } from 'node:crypto'
import { closeSync } from 'node:fs'
import type { z } from 'zod'
import { openOwn } from '../../../../tools/files/own-file.ts'
import { parseRecord, recordEnd } from '../../inventory/inventory-entry.ts'
import { homeMessages } from '../../messages.ts'
import type { partsSchema, rangesSchema } from '../../list-verbs.ts'
import { readStretch } from './damage.ts'
import type { Inventory } from './outline-file.ts'
import { pause } from './record-files.ts'
import { commonOf, isPartCutAfter } from './stretch.ts'

/** Of the list, in one answer: a message has a fiftieth of that. */
const bytesDivided = 8 << 20

type Ranges = z.output<typeof rangesSchema>['ranges']

/**
 * Of the first of `ranges`, which are stretches of the list. AppError "plan-expired" where one of them is none, or is not as it
 * was written: then the list was set aside.
 */
export async function divideStretches(
  { file, stretches }: Inventory,
  ranges: Ranges,
): Promise<z.input<typeof partsSchema>> {
  const byStart = new Map(stretches.map((stretch) => [stretch.start, stretch]))
  const parts = new Parts()
  const descriptor = openOwn(file)
  try {
    let divided = 0
    let bytes = 0
    for (const [start, end] of ranges) {
      const stretch = byStart.get(start)
      if (stretch?.end !== end) throw homeMessages.scanExpired({}, { details: file })
      parts.add(readStretch(descriptor, stretch, file))
      divided += 1
      bytes += end - start
      if (bytes >= bytesDivided) break
      if (divided % 100 === 0) await pause()
    }
    return { stretches: divided, ...parts.packed() }
  } finally {
    closeSync(descriptor)
  }
}

class Parts {
  readonly #lengths: number[] = []
  /** A character for each byte. */
  readonly #digests: string[] = []

  add(stretch: Buffer): void {
    let common = ''
    let length = 0
    const end = (): void => {
      this.#lengths.push(length)
      this.#digests.push(hash('sha1', common, 'binary'))
      common = ''
      length = 0
    }
    for (const record of stretch.toString('latin1', 0, stretch.length - 1).split(recordEnd)) {
      const entry = parseRecord(record)
      common += commonOf(entry)
      length += record.length + 1
      if (isPartCutAfter(entry)) end()
    }
    if (length > 0) end()
  }

  packed(): Pick<z.input<typeof partsSchema>, 'lengths' | 'digests'> {
    return { lengths: this.#lengths, digests: Buffer.from(this.#digests.join(''), 'latin1').toString('base64') }
  }
}
