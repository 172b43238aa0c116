/** What is kept of a list while it is written must not keep the pages that its records were cut out of. */
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeEach, expect, it } from 'vitest'
import { parseRecord } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { createInventoryWriter } from '../../../src-main/domains/home-sync/on-machine/inventory/inventory-writer.ts'
import type { Stretch } from '../../../src-main/domains/home-sync/on-machine/inventory/stretch.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('list-memory')))

const pages = 60
const recordsOfPage = 500

function pageOf(number: number): string {
  const facts = '1700000000.1234567890 257 f 644 1000 1000 5 1700000000.1234567890 0 '
  const records = Array.from({ length: recordsOfPage }, (_none, index) => {
    const at = String(number * recordsOfPage + index).padStart(9, '0')
    const key = `alice\u0001projects\u0001some-work-of-${at}\u0001${index % 50 === 0 ? '.git' : 'the-file'}`
    return `${key}\u0001\u0001${index % 70 === 0 ? 'X' : facts}`
  })
  return Buffer.from(records.join('\0'), 'latin1').toString('latin1')
}

function writeAll(): readonly Stretch[] {
  const writer = createInventoryWriter(path.join(folder, 'inventory'))
  for (let number = 0; number < pages; number += 1) {
    for (const record of pageOf(number).split('\0')) writer.write(parseRecord(record))
  }
  return writer.close()
}

function usedBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

it('holds of a list what its stretches say, and not the pages that they were cut out of', () => {
  writeAll()
  const before = usedBytes()
  const stretches = writeAll()
  const held = usedBytes() - before
  const keys = stretches.flatMap(({ marks, leftOut }) => [...marks, ...leftOut])
  expect(stretches.length).toBeGreaterThan(100)
  expect(keys.length).toBeGreaterThan(900)
  expect(held).toBeLessThan((pages * pageOf(0).length) / 4)
})
