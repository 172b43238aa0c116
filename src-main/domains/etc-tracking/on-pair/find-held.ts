/** What would keep the account of pc-switcher or the person out of the target, or make its programs fail, is not placed there. */
import type { DoorProblem } from '../../../commons/doors/verbs.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { isDoorPath, mostDoorFiles } from '../door-files.ts'
import { listRefusedEtc, readDoorFiles, tryDoorFiles } from '../verbs.ts'
import type { EtcPath } from './compare-etc.ts'

export interface Held {
  readonly path: BytePath
  readonly why: DoorProblem
}

/** `coming`: what would be as on the source; the target is asked about all of it together. */
export async function findHeld(
  { from, to }: Pair,
  coming: readonly EtcPath[],
  options: CallOptions,
): Promise<readonly Held[]> {
  if (coming.length === 0) return []
  const all = coming.map(({ path }) => path)
  const { files: refused, untried } = await to.call(listRefusedEtc, { paths: all }, options)
  const before = coming.flatMap(({ path, from: entry }): readonly Held[] => {
    const sha256 = entry?.kind === 'file' ? entry.sha256 : null
    const known = refused.find((one) => one.path === path && one.sha256 === sha256)
    return known === undefined ? [] : [{ path, why: known.why ?? { kind: 'tried' } }]
  })
  const paths = all.filter((path) => isDoorPath(path) && !before.some((one) => one.path === path))
  return [...before, ...untried, ...(await ask(paths.slice(0, mostDoorFiles)))]

  async function ask(asked: BytePath[]): Promise<readonly Held[]> {
    if (asked.length === 0) return []
    const { files } = await from.call(readDoorFiles, { paths: asked }, options)
    return (await to.call(tryDoorFiles, { files }, options)).held
  }
}
