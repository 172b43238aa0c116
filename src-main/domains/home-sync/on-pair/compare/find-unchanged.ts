/** Of what was placed, the files that need not be read for the proof. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { RunContext } from '../../../../switch/step.ts'
import { filesProvenAtOnce, findProven, identifyFiles } from '../../proof-verbs.ts'
import type { FetchedFile } from '../../verbs.ts'
import { allFetched } from '../run/fetched-before.ts'
import type { Scans } from './read-entries.ts'

type Asking = Pick<RunContext, 'switchId' | 'signal'>

/**
 * Those that were compared with the file of the laptop that is left when they arrived, where that is still the same file, and
 * which stand in their places with the very contents that arrived.
 */
export async function findUnchanged(
  scans: Scans,
  placed: readonly BytePath[],
  context: Asking,
): Promise<ReadonlySet<BytePath>> {
  const unchanged = new Set<BytePath>()
  if (placed.length === 0) return unchanged
  const isPlaced = new Set(placed)
  let some: FetchedFile[] = []
  let last = Promise.resolve()
  // While one laptop compares some, the other one identifies those that follow.
  const look = async (): Promise<void> => {
    const [before, files] = [last, some]
    some = []
    last = provenAmong(scans, files, context).then((paths) => paths.forEach((path) => unchanged.add(path)))
    last.catch(() => undefined)
    await before
  }
  for await (const file of allFetched(scans.to.machine, { signal: context.signal })) {
    if (isPlaced.has(file.path)) some.push(file)
    if (some.length === filesProvenAtOnce) await look()
  }
  await look()
  await last
  return unchanged
}

async function provenAmong(
  { from, to }: Scans,
  files: readonly FetchedFile[],
  { switchId, signal }: Asking,
): Promise<readonly BytePath[]> {
  if (files.length === 0) return []
  const asked = { scanId: from.scan.scanId, paths: files.map(({ path }) => path) }
  const { identities } = await from.machine.call(identifyFiles, asked, { signal })
  const paths = files.flatMap(({ path, identity }, index) => (identities[index] === identity ? [path] : []))
  if (paths.length === 0) return []
  const { proven } = await to.machine.call(findProven, { switchId, scanId: to.scan.scanId, paths }, { signal })
  return paths.filter((_path, index) => proven[index] === true)
}
