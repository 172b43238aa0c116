/** What will happen, in one line: "Removes 1, adds 7, updates 9." Pure. */
import type { Change, PreviewBlock, Question } from '../../../../src-main/contract/preview.ts'
import { capitalized } from '../../../format/time.ts'
import { texts } from './texts.ts'

type Effect = Change['effect']
type ChangesBlock = Extract<PreviewBlock, { kind: 'changes' }>

const told = ['remove', 'add', 'update', 'enable', 'disable'] as const satisfies readonly Effect[]

/** Undefined when a block lists only some of what it counts: then nothing exact can be said. */
export function effectText(blocks: readonly PreviewBlock[], taken: readonly Question[]): string | undefined {
  const counts = new Map<Effect, number>()
  for (const block of blocks) {
    if (block.kind === 'changes' && !countInto(counts, block)) return undefined
  }
  const removed = taken.filter(({ choices }) => choices.some(({ meaning }) => meaning === 'remove'))
  counts.set('remove', (counts.get('remove') ?? 0) + removed.length)
  const takesMore = removed.some(({ consequence }) => consequence !== undefined)
  const parts = told.flatMap((effect) => {
    const count = counts.get(effect) ?? 0
    if (count === 0) return []
    return effect === 'remove' && takesMore ? [texts.removesWithDependents(count)] : [texts.willDo[effect](count)]
  })
  return parts.length === 0 ? '' : `${capitalized(parts.join(', '))}.`
}

/** False when the block cannot be counted exactly: the lines it leaves out may be of any effect. */
function countInto(counts: Map<Effect, number>, { changes, count }: ChangesBlock): boolean {
  for (const { effect } of changes) counts.set(effect, (counts.get(effect) ?? 0) + 1)
  return changes.length === count
}
