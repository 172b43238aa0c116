/** What a switch put into its place, as the laptop that is taken tells it. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import { unpackList } from '../../packed-list.ts'
import { readPlaced as verb } from '../../verbs.ts'

export interface PlacedPaths {
  /** What was removed is not among them. */
  readonly paths: readonly BytePath[]
  /** Among them: nobody wrote down that they were done, and they do not look so either. */
  readonly open: readonly BytePath[]
  readonly removed: readonly BytePath[]
}

export async function readPlaced(
  machine: Machine,
  which: { readonly switchId: string; readonly scanId: string },
  options: CallOptions,
): Promise<PlacedPaths> {
  const packed = await machine.call(verb, which, options)
  const [paths, open, removed] = await Promise.all([
    unpackList(packed.paths),
    unpackList(packed.open),
    unpackList(packed.removed),
  ])
  return { paths, open, removed }
}
