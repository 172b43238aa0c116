/** What will happen, in one line: "Installs 7, updates 9, removes 1." Pure. */
import type { Change, PreviewBlock, Question } from '../../../../src-main/contract/preview.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'

type Effect = Change['effect']
type ChangesBlock = Extract<PreviewBlock, { kind: 'changes' }>

const words: readonly (readonly [Effect, string])[] = [
  ['remove', 'removes'],
  ['add', 'adds'],
  ['update', 'updates'],
  ['enable', 'enables'],
  ['disable', 'disables'],
]

/** Undefined when a block lists only some of what it counts: then nothing exact can be said. */
export function effectText(blocks: readonly PreviewBlock[], taken: readonly Question[]): string | undefined {
  const counts = new Map<Effect, number>()
  for (const block of blocks) {
    if (block.kind === 'changes' && !countInto(counts, block)) return undefined
  }
  const removed = taken.filter(({ choices }) => choices.some(({ meaning }) => meaning === 'remove'))
  counts.set('remove', (counts.get('remove') ?? 0) + removed.length)
  const parts = words.flatMap(([effect, word]) => {
    const count = counts.get(effect) ?? 0
    return count === 0 ? [] : [`${word} ${formatCount(count)}`]
  })
  if (parts.length === 0) return ''
  const text = parts.join(', ')
  const more = removed.some(({ consequence }) => consequence !== undefined) ? ' and what goes with it' : ''
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${more}.`
}

/** False when the block cannot be counted exactly: the lines it leaves out may be of any effect. */
function countInto(counts: Map<Effect, number>, { changes, count }: ChangesBlock): boolean {
  for (const { effect } of changes) counts.set(effect, (counts.get(effect) ?? 0) + 1)
  return changes.length === count
}
