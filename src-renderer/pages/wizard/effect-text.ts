/** What will happen, in one line: "Installs 7, updates 9, removes 1." Pure. */
import type { Change, PreviewBlock, Question } from '../../../src-main/contract/preview.ts'
import { formatCount } from '../../../src-main/kernel/units.ts'

type Effect = Change['effect']

const words: readonly (readonly [Effect, string])[] = [
  ['remove', 'removes'],
  ['add', 'adds'],
  ['update', 'updates'],
  ['enable', 'enables'],
  ['disable', 'disables'],
]

export function effectText(blocks: readonly PreviewBlock[], taken: readonly Question[]): string {
  const counts = effectCounts(blocks)
  counts.set('remove', (counts.get('remove') ?? 0) + taken.length)
  const parts = words.flatMap(([effect, word]) => {
    const count = counts.get(effect) ?? 0
    return count === 0 ? [] : [`${word} ${formatCount(count)}`]
  })
  if (parts.length === 0) return ''
  const text = parts.join(', ')
  const more = taken.some(({ consequence }) => consequence !== undefined) ? ' and what goes with it' : ''
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${more}.`
}

/** A block may list fewer than it counts; when all it lists have one effect, its count is that effect's. */
function effectCounts(blocks: readonly PreviewBlock[]): Map<Effect, number> {
  const counts = new Map<Effect, number>()
  for (const block of blocks) {
    if (block.kind !== 'changes') continue
    const [first] = block.changes
    const same = first !== undefined && block.changes.every(({ effect }) => effect === first.effect)
    if (same) counts.set(first.effect, (counts.get(first.effect) ?? 0) + block.count)
    else for (const { effect } of block.changes) counts.set(effect, (counts.get(effect) ?? 0) + 1)
  }
  return counts
}
