/** Of what was placed, the files that need not be read for the proof. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { RunContext } from '../../../../switch/step.ts'
import { filesProvenAtOnce, findProven, identifyFiles } from '../../proof-verbs.ts'
import type { Scans } from './read-entries.ts'

/**
 * Those that were compared with the file of the laptop that is left when they arrived, where that is still the same file, and
 * which stand in their places with the very contents that arrived.
 */
export async function findUnchanged(
  { from, to }: Scans,
  placed: readonly BytePath[],
  { switchId, signal }: Pick<RunContext, 'switchId' | 'signal'>,
): Promise<ReadonlySet<BytePath>> {
  const unchanged = new Set<BytePath>()
  for (let at = 0; at < placed.length; at += filesProvenAtOnce) {
    const paths = placed.slice(at, at + filesProvenAtOnce)
    const asked = { scanId: from.scan.scanId, paths }
    const { identities } = await from.machine.call(identifyFiles, asked, { signal })
    const files = paths.flatMap((path, index) => {
      const identity = identities[index] ?? ''
      return identity === '' ? [] : [{ path, identity }]
    })
    const { proven } = await to.machine.call(findProven, { switchId, scanId: to.scan.scanId, files }, { signal })
    files.forEach(({ path }, index) => {
      if (proven[index] === true) unchanged.add(path)
    })
  }
  return unchanged
}
