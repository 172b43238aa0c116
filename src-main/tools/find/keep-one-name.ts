import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export function keepOneNameArgv(root: string): readonly [string, ...string[]] {
  return ['find', '-P', root, '-type', 'f', '-links', '+1', '-delete']
}

/** Of each file that has several names below `root`, removes all but the one that find comes to last: by then it is the only one. */
export async function keepOneName(root: string, options: RunOptions): Promise<void> {
  await run(
    {
      title: titles.partLinkedFiles({}),
      argv: keepOneNameArgv(root),
      env: { LC_ALL: 'C' },
      diesWithAgent: true,
    },
    options,
  )
}
