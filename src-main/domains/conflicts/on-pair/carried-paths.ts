/** Which paths of a home a Syncthing brings to the other laptop by itself: what is decided on one is decided on both. */
import { carriedAmong } from '../../../commons/person-syncthing/on-pair/carried.ts'
import { sharedFolders } from '../../../contract/shared-folders.ts'
import { lookAtPersonSyncthing } from '../../../commons/person-syncthing/verbs.ts'
import type { PersonSyncthing } from '../../../contract/person-syncthing.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'

/** With one laptop alone: what its Syncthing shares with anybody, and brings once they meet. */
export async function carriedPaths(
  machines: readonly Machine[],
  paths: readonly BytePath[],
  options: CallOptions,
): Promise<ReadonlySet<BytePath>> {
  if (paths.length === 0) return new Set()
  const found = await Promise.all(machines.map((machine) => machine.call(lookAtPersonSyncthing, {}, options)))
  const [[from, to], [here, there]] = [machines, found]
  if (from !== undefined && to !== undefined && here !== undefined && there !== undefined) {
    const { shared } = sharedFolders({ from: here, to: there })
    return new Set((await carriedAmong({ from, to }, shared, paths, options)).map(({ path }) => path))
  }
  const places = here === undefined ? [] : sharedPlaces(here)
  return new Set(paths.filter((path) => places.some((place) => place === '' || path.startsWith(`${place}/`))))
}

function sharedPlaces(one: PersonSyncthing): readonly BytePath[] {
  if (one.kind !== 'running') return []
  return one.folders.flatMap(({ place, isPaused, devices, type }) =>
    place === undefined || isPaused || type !== 'sendreceive' || devices.length === 0 ? [] : [place],
  )
}
