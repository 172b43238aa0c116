/** Reads versions of a file as snapshots have it. */
import { randomBytes } from 'node:crypto'
import { lookInside } from '../../../../commons/looking/on-machine/look-inside.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { Tree } from '../../../../commons/snapshot-sets/schemas.ts'
import type { AgentLookSide } from '../../../../contract/look.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Account } from '../../../../tools/accounts/as-person.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { withTree } from '../tree/with-tree.ts'

export interface LookedSide {
  readonly tree: Tree
  readonly path: BytePath
}

export async function lookAt(
  places: Places,
  person: Account,
  sides: readonly LookedSide[],
  options: RunOptions,
): Promise<AgentLookSide[]> {
  const key = randomBytes(32)
  return Promise.all(
    sides.map(({ tree, path }) =>
      withTree(places, tree, options, ({ root }) => lookInside(root, path, { person, key }, options)),
    ),
  )
}
