/** The disks of a pair, made when they are missing or would be made differently today. */
import { buildLaptop } from './build-pair.ts'
import { defaultFiles, dropMaterial, fillHash, gatherMaterial } from './fill.ts'
import { ensureImage, imageHash } from './image.ts'
import { hosts, type Pair } from './layout.ts'
import { sharedLock, withLock } from './lock.ts'
import { recordOf, writeRecord, type PairRecord } from './pair-state.ts'
import type { Say } from './say.ts'

/** How many files p17's home has: as asked for, else as it was made, else the usual number. */
function filesOf(record: PairRecord, asked: number | undefined): number {
  return asked ?? record.files ?? defaultFiles
}

function contentHash(files: number): string {
  return [imageHash(), fillHash(), String(files)].join('-')
}

/** Whether the disks are up to date: the same as if they were made now. */
export async function areDisksCurrent(pair: Pair, asked: number | undefined): Promise<boolean> {
  const record = await recordOf(pair)
  return record.content === contentHash(filesOf(record, asked))
}

export async function ensureDisks(pair: Pair, asked: number | undefined, say: Say): Promise<void> {
  if (await areDisksCurrent(pair, asked)) return
  const files = filesOf(await recordOf(pair), asked)
  await writeRecord(pair, { version: 1, index: pair.index, files })
  // What all pairs are made from is made once, also when two pairs are made at the same time.
  const { image, material } = await withLock(sharedLock, say, async () => ({
    image: await ensureImage(say),
    material: await gatherMaterial(),
  }))
  say(`Making and filling the disks of both laptops (${files} files)`)
  try {
    await Promise.all(
      hosts.map(async (host) => await buildLaptop(pair, pair.laptops[host], { image, material, files })),
    )
  } finally {
    await dropMaterial(material)
  }
  await writeRecord(pair, { version: 1, index: pair.index, files, content: contentHash(files) })
}
