import type { LaptopFacts } from '../../capability/app-capability.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { parseConflictPath } from '../../../contract/conflict-name.ts'
import { findPersonConflicts } from '../verbs.ts'
import { endsAll } from './carried.ts'

/** Files of either laptop of which a Syncthing has kept another version, as it is now. */
export async function countConflicts({ from, to }: Pair, options: CallOptions): Promise<number> {
  const found = await Promise.all([from, to].map((machine) => filesInConflict(machine, 0, options)))
  return new Set(found.flat()).size
}

/** Laptops are looked at again and again: what is new is told a quarter of an hour later. */
const knownMs = 15 * 60_000

export async function readConflictFacts(machine: Machine): Promise<Pick<LaptopFacts, 'conflicts'>> {
  const files = new Set(await filesInConflict(machine, knownMs, {})).size
  return files === 0 ? {} : { conflicts: files }
}

/** A home that cannot be looked through has none to tell of. */
async function filesInConflict(machine: Machine, known: number, { signal }: CallOptions): Promise<readonly string[]> {
  try {
    const { paths } = await machine.call(findPersonConflicts, { knownMs: known }, { signal })
    return paths.flatMap((path) => parseConflictPath(path)?.file ?? [])
  } catch (thrown) {
    if (endsAll(thrown)) throw thrown
    return []
  }
}
