import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export type AptMark = 'manual' | 'auto' | 'hold'

/** Names must be installed: apt-mark(8) ends with 100 for one unknown name, having marked the others. */
export async function markPackages(mark: AptMark, names: readonly string[], options: RunOptions): Promise<void> {
  if (names.length === 0) return
  await run({ title: titles.markPackages({ name: mark }), argv: ['apt-mark', '-qq', mark, '--', ...names] }, options)
}
