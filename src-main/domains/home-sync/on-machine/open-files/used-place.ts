/** What a program really uses when it has a file open: the file, or the set of files that it is a part of. Pure. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { KeyedSet } from '../../file-sets/file-set.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import type { OpenPlace } from '../../open-files-verbs.ts'

export type UsedPlace = Pick<OpenPlace, 'path' | 'kind' | 'paths'>

export function usedPlace(path: BytePath, setOf: (key: string) => KeyedSet | undefined): UsedPlace {
  const set = setOf(keyOfPath(path))
  if (set === undefined) return { path, kind: 'file', paths: [path] }
  return { path: set.paths[0] ?? path, kind: set.kind, paths: [...set.paths] }
}
