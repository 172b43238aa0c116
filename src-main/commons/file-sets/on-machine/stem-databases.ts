/** Databases of several files of one stem, by what their first bytes say. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import { stemPlacesOf, type StemPlace } from '../one-stem.ts'
import type { FileHeads } from './file-heads.ts'

/** Each as `filesOfStem` tells it, by the paths of what nominates some. */
export function findStemDatabases(marks: readonly BytePath[], heads: FileHeads): readonly (readonly BytePath[])[] {
  return marks.flatMap((mark) => filesIn(stemPlacesOf(mark, 'mark'), heads))
}

/** The file that tells what they are first, then what is there of the others; undefined where this is a file of none. */
export function filesOfStem(path: BytePath, heads: FileHeads): readonly BytePath[] | undefined {
  return filesIn(stemPlacesOf(path, 'any'), heads).find((files) => files.includes(path))
}

function filesIn(places: readonly StemPlace[], heads: FileHeads): readonly (readonly BytePath[])[] {
  return places.flatMap(({ rule: { main, head, needs, others }, stem }) => {
    const first = `${stem}${main}`
    const isOne =
      head === undefined
        ? heads.isFile(first)
        : heads.has(
            first,
            head.map((bytes) => ({ at: 0, bytes })),
          )
    if (!isOne || (needs !== undefined && !heads.isFile(`${stem}${needs}`))) return []
    const beside = others.map((extension) => `${stem}${extension}`).filter((one) => heads.isFile(one))
    return beside.length === 0 ? [] : [[first, ...beside]]
  })
}
