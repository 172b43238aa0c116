/** What every round of copying begins with. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { holdScan, keepPaths, scanHome } from '../../verbs.ts'
import type { Scans } from '../compare/read-entries.ts'

/** Scans both laptops. From now on the sender may have sent anything that it has now. */
export async function scanBoth(pair: Pair, { switchId, signal }: RunContext): Promise<Scans> {
  const [from, to] = await Promise.all([
    pair.from.call(scanHome, { against: { kind: 'nothing' } }, { signal }),
    pair.to.call(scanHome, { against: { kind: 'held', switchId } }, { signal }),
  ])
  await pair.from.call(holdScan, { switchId, scanId: from.scanId, as: 'sent' }, { signal })
  return { from: { machine: pair.from, scan: from }, to: { machine: pair.to, scan: to } }
}

/** Adds to what stays on the laptop that is taken in this switch, and gives all of it. */
export async function keep(
  pair: Pair,
  paths: readonly BytePath[],
  { switchId, signal }: RunContext,
): Promise<readonly BytePath[]> {
  return (await pair.to.call(keepPaths, { switchId, paths: [...paths] }, { signal })).kept
}
