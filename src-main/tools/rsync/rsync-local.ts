/** rsync between two folders that nobody but root can change. */
import type { BytePath } from '../../kernel/byte-path.ts'
import { fileList } from './rsync.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface BringBack {
  readonly from: string
  readonly to: string
  /** Exactly these, below both; what is in a folder does not come because the folder does. */
  readonly paths: readonly BytePath[]
}

export function bringBackArgv({ from, to }: Pick<BringBack, 'from' | 'to'>): [string, ...string[]] {
  return [
    'rsync',
    ...['-lptgoD', '-AXHS', '--dirs', '--numeric-ids', '--ignore-times'],
    // Times are compared to the nanosecond; otherwise a link that was just made keeps the present one within a second.
    '--modify-window=-1',
    // Each file is made beside its place, and all are renamed at the end.
    '--delay-updates',
    ...['--relative', '--no-implied-dirs', '--files-from=-', '--from0', '--', `${from}/`, `${to}/`],
  ]
}

/** Makes these in `to` what they are in `from`, with everything they have. Removes nothing. Can be repeated. */
export async function bringBack(request: BringBack, options: RunOptions): Promise<void> {
  if (request.paths.length === 0) return
  await run(
    {
      title: titles.restoreFiles({}),
      argv: bringBackArgv(request),
      input: fileList(request.paths),
      diesWithAgent: true,
    },
    options,
  )
}
