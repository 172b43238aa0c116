import { outcomeOf, type Outcome } from '../outcome.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export type AptMark = 'manual' | 'auto' | 'hold' | 'unhold'

/** Names must be installed: apt-mark(8) ends with 100 for one unknown name, having marked the others. */
export async function markPackages(mark: AptMark, names: readonly string[], options: RunOptions): Promise<void> {
  if (names.length === 0) return
  await run({ title: titles.markPackages({ name: mark }), argv: ['apt-mark', '-qq', mark, '--', ...names] }, options)
}

/** Of one that is not installed: apt then refuses to install it. It has to know the package from its lists. */
export async function holdAbsent(name: string, options: RunOptions): Promise<Outcome> {
  const { exitCode, stderr } = await run(
    {
      title: titles.markPackages({ name: 'hold' }),
      argv: ['apt-mark', '-qq', 'hold', '--', name],
      exitCodes: [0, 100],
    },
    options,
  )
  return outcomeOf(exitCode, stderr)
}

/** Of those that are not installed, which apt need not know any more. A foreign architecture is part of the name: "lib:i386". */
export async function unholdAbsent(names: readonly string[], options: RunOptions): Promise<void> {
  if (names.length === 0) return
  const input = names.map((name) => `${name} deinstall\n`).join('')
  await run({ title: titles.markPackages({ name: 'unhold' }), argv: ['dpkg', '--set-selections'], input }, options)
}
