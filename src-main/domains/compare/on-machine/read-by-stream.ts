/** What may be different between two related snapshots, as btrfs's own comparison of them tells it. Times do not count. */
import { isTouched, readStream, type StreamRequest } from '../../../commons/tree-changes/on-machine/read-stream.ts'
import type { Node } from '../../../commons/tree-changes/on-machine/replay.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Touch, TwoTrees } from './two-trees.ts'

/** Undefined when the two grew apart, and btrfs cannot tell. */
export async function readByStream(
  request: Omit<StreamRequest, 'times'>,
  options: RunOptions,
): Promise<TwoTrees | undefined> {
  const reading = await readStream({ ...request, times: false }, options)
  if (reading === undefined) return undefined
  const touches = new Map<number, Touch>()
  for (const { node, entry } of reading.there) if (isTouched(node)) addTouch(touches, entry.facts.ino, node)
  return { one: reading.one, other: reading.other, touches }
}

/** Two of its names may have been used. */
function addTouch(touches: Map<number, Touch>, ino: number, { ranges, xattrs }: Node): void {
  const known = touches.get(ino)
  const all = [...(known?.ranges ?? []), ...(ranges ?? [])]
  touches.set(ino, { ranges: all, xattrs: xattrs || known?.xattrs === true })
}
