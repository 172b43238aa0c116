/** GNU sort, by bytes. It spills to files, so that a home of millions of files needs no memory. */
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface SortRecords {
  readonly input: string
  readonly output: string
  /** For what does not fit into memory. */
  readonly scratchFolder: string
}

export function sortRecordsArgv({ input, output, scratchFolder }: SortRecords): readonly [string, ...string[]] {
  return [
    'sort',
    '--zero-terminated',
    '--buffer-size=16M',
    `--temporary-directory=${scratchFolder}`,
    `--output=${output}`,
    '--',
    input,
  ]
}

/** Sorts NUL-ended records by their bytes. */
export async function sortRecords(request: SortRecords, options: RunOptions = {}): Promise<void> {
  const argv = sortRecordsArgv(request)
  await run({ title: titles.sortFiles({}), argv, env: { LC_ALL: 'C' }, diesWithAgent: true }, options)
}
