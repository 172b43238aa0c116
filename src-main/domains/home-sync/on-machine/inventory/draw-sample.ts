import { pathOfKey, typeOf } from '../../inventory/inventory-entry.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Inventory } from './outline-file.ts'
import { readStretches } from './read-stretches.ts'
import type { Stretch } from './stretch.ts'

const placesDrawn = 50
const filesOfAPlace = 4

/** Some regular files, others each time: a few of each stretch that is drawn, larger ones more often. */
export async function drawSample({ file, stretches }: Inventory): Promise<BytePath[]> {
  const paths: BytePath[] = []
  for (const [stretch, wanted] of draw(stretches)) {
    const files: BytePath[] = []
    for await (const entry of readStretches(file, [stretch])) {
      if (typeOf(entry) === 'f') files.push(pathOfKey(entry.key))
    }
    for (let count = 0; count < wanted; count++) {
      paths.push(...files.splice(Math.floor(Math.random() * files.length), 1))
    }
  }
  return paths
}

function draw(stretches: readonly Stretch[]): ReadonlyMap<Stretch, number> {
  const drawn = new Map<Stretch, number>()
  const total = stretches.reduce((sum, { files }) => sum + files, 0)
  for (let count = 0; count < placesDrawn; count++) {
    let at = Math.random() * total
    const found = stretches.find(({ files }) => (at -= files) < 0)
    if (found !== undefined) drawn.set(found, (drawn.get(found) ?? 0) + filesOfAPlace)
  }
  return drawn
}
