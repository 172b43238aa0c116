/** Files of keys that may be replaced for one source without a word of any other. */
import { lstatSync } from 'node:fs'
import path from 'node:path'
import { groupBy } from '../../../kernel/group-by.ts'
import { withoutPackage } from '../../../tools/apt/dpkg-files.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { sourceId } from '../sources-model.ts'
import type { Place } from './source-places.ts'

export const keyFolders = ['/etc/apt/keyrings', '/usr/share/keyrings']

/** Of the person's, and not by way of a link. `places`: also what is turned off. */
export async function findOwnKeyFiles(places: readonly Place[], options: RunOptions): Promise<ReadonlySet<string>> {
  const named = namedByOne(places).filter((file) => keyFolders.includes(path.dirname(file)) && isPlainFile(file))
  return new Set(await withoutPackage(named, options))
}

/** Absolute paths that a single source names, alone or beside others (sources.list(5), "Signed-By"). */
export function namedByOne(places: readonly Place[]): readonly string[] {
  const uses = places.flatMap((place) =>
    keyFilesOf(place).map((file) => ({ file, id: sourceId(place.uri, place.suite) })),
  )
  return [...groupBy(uses, ({ file }) => file)].flatMap(([file, users]) =>
    new Set(users.map(({ id }) => id)).size === 1 ? [file] : [],
  )
}

function keyFilesOf({ entry }: Place): readonly string[] {
  const words = (entry.options.get('signed-by') ?? '').split(/[\s,]+/)
  return words.filter((word) => word.startsWith('/')).map((word) => path.normalize(word))
}

function isPlainFile(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true
}
