/** What would keep the account of pc-switcher or the person out of the laptop that is taken is not placed there. */
import type { DoorProblem } from '../../../commons/doors/verbs.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { isDoorPath } from '../door-files.ts'
import { readDoorFiles, tryDoorFiles } from '../verbs.ts'
import type { EtcPath } from './compare-etc.ts'

export interface Held {
  readonly path: BytePath
  readonly why: DoorProblem
}

/** `coming`: what would be as on the laptop that is left; the laptop that is taken is asked about all of it together. */
export async function findHeld(
  { from, to }: Pair,
  coming: readonly EtcPath[],
  options: CallOptions,
): Promise<readonly Held[]> {
  const paths = coming.map(({ path }) => path).filter(isDoorPath)
  if (paths.length === 0) return []
  const { files } = await from.call(readDoorFiles, { paths }, options)
  return (await to.call(tryDoorFiles, { files }, options)).held
}
