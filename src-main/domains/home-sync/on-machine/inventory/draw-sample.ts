import { pathOfKey, typeOf } from '../../inventory/inventory-entry.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Inventory } from './outline-file.ts'
import { readStretches } from './read-stretches.ts'
import type { Stretch } from './stretch.ts'

const placesDrawn = 50
const filesOfAPlace = 4
/** Of these what may be attached is compared. */
const foldersOfAPlace = 1

/** Some regular files and folders, others each time: a few of each stretch that is drawn, larger ones more often. */
export async function drawSample({ file, stretches }: Inventory): Promise<BytePath[]> {
  const paths: BytePath[] = []
  for (const [stretch, times] of draw(stretches)) {
    const files: BytePath[] = []
    const folders: BytePath[] = []
    for await (const entry of readStretches(file, [stretch])) {
      const type = typeOf(entry)
      if (type === 'f') files.push(pathOfKey(entry.key))
      if (type === 'd') folders.push(pathOfKey(entry.key))
    }
    paths.push(...someOf(files, times * filesOfAPlace), ...someOf(folders, times * foldersOfAPlace))
  }
  return paths
}

function someOf(all: readonly BytePath[], wanted: number): readonly BytePath[] {
  const left = [...all]
  const most = Math.min(wanted, left.length)
  return Array.from({ length: most }).flatMap(() => left.splice(Math.floor(Math.random() * left.length), 1))
}

/** How often each was drawn. */
function draw(stretches: readonly Stretch[]): ReadonlyMap<Stretch, number> {
  const drawn = new Map<Stretch, number>()
  const total = stretches.reduce((sum, { files }) => sum + files, 0)
  for (let count = 0; count < placesDrawn; count++) {
    let at = Math.random() * total
    const found = stretches.find(({ files }) => (at -= files) < 0)
    if (found !== undefined) drawn.set(found, (drawn.get(found) ?? 0) + 1)
  }
  return drawn
}
