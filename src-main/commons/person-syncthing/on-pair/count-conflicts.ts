import type { CallOptions } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { parseConflictPath } from '../conflict-name.ts'
import { findPersonConflicts } from '../verbs.ts'
import { endsAll } from './carried.ts'

/** Files of either laptop of which a Syncthing has kept another version. A home that cannot be looked through has none to tell of. */
export async function countConflicts({ from, to }: Pair, { signal }: CallOptions): Promise<number> {
  const found = await Promise.all(
    [from, to].map((machine) =>
      machine.call(findPersonConflicts, {}, { signal }).catch((thrown: unknown) => {
        if (endsAll(thrown)) throw thrown
        return { paths: [] }
      }),
    ),
  )
  const files = found.flatMap(({ paths }) => paths.flatMap((path) => parseConflictPath(path)?.file ?? []))
  return new Set(files).size
}
