/** The disks of a pair, made when they are missing or would be made differently today. */
import { buildLaptop } from './build-pair.ts'
import { defaultFiles, dropMaterial, fillHash, gatherMaterial } from './fill.ts'
import { ensureImage, imageHash, type Release } from './image.ts'
import { hosts, type Host, type Pair } from './layout.ts'
import { sharedLock, withLock } from './lock.ts'
import { recordOf, writeRecord, type PairRecord } from './pair-state.ts'
import type { Say } from './say.ts'

/** What is asked of a pair; what is not, stays as it was made, and is the usual when it is new. */
export interface Wish {
  /** How many files p17's home has. */
  readonly files?: number | undefined
  readonly releases?: Readonly<Partial<Record<Host, Release>>> | undefined
  /** Both laptops without the package, and without all that pairing makes, as somebody has them who begins. */
  readonly unpaired?: boolean | undefined
  /** Which one has everything in the top level of its disk, without a subvolume, as Ubuntu's installer leaves it. */
  readonly inTop?: Host | undefined
}

interface Making {
  readonly files: number
  readonly releases: Readonly<Record<Host, Release>>
  readonly unpaired: boolean
  readonly inTop: Host | undefined
}

function makingOf(record: PairRecord, asked: Wish): Making {
  const release = (host: Host) => asked.releases?.[host] ?? record.releases?.[host] ?? 'trixie'
  return {
    files: asked.files ?? record.files ?? defaultFiles,
    releases: { p17: release('p17'), xps: release('xps') },
    unpaired: asked.unpaired ?? record.unpaired ?? false,
    inTop: asked.inTop ?? record.inTop,
  }
}

function contentHash({ files, releases, unpaired, inTop }: Making): string {
  const parts = [...hosts.map((host) => imageHash(releases[host])), fillHash(), String(files)]
  return [...parts, ...(unpaired ? ['unpaired'] : []), ...(inTop === undefined ? [] : ['top', inTop])].join('-')
}

/** Whether the disks are up to date: the same as if they were made now. */
export async function areDisksCurrent(pair: Pair, asked: Wish): Promise<boolean> {
  const record = await recordOf(pair)
  return record.content === contentHash(makingOf(record, asked))
}

export async function ensureDisks(pair: Pair, asked: Wish, say: Say): Promise<void> {
  if (await areDisksCurrent(pair, asked)) return
  const making = makingOf(await recordOf(pair), asked)
  const { files, releases, unpaired, inTop } = making
  await writeRecord(pair, { version: 1, index: pair.index, ...making })
  // What all pairs are made from is made once, also when two pairs are made at the same time.
  const { images, material } = await withLock(sharedLock, say, async () => ({
    images: { p17: await ensureImage(releases.p17, say), xps: await ensureImage(releases.xps, say) },
    material: await gatherMaterial(),
  }))
  say(`Making and filling the disks of both laptops (${files} files)`)
  try {
    await Promise.all(
      hosts.map(
        async (host) =>
          await buildLaptop(pair, pair.laptops[host], {
            ...{ image: images[host], material, files, unpaired },
            inTop: inTop === host,
          }),
      ),
    )
  } finally {
    await dropMaterial(material)
  }
  await writeRecord(pair, { version: 1, index: pair.index, ...making, content: contentHash(making) })
}
