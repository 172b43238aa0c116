/**
 * Replacing or removing a file only if it still says what was read: flock(1) lets one program at a time compare and
 * change, and the kernel frees it when that program dies. Node has no file locks of its own.
 */
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

const changed = 75

export interface Replacement {
  /** A file that stays where it is; only its lock is used. */
  readonly guard: string
  readonly file: string
  /** A copy of what was read. */
  readonly seen: string
  /** Renamed over `file`; without it `file` is removed. */
  readonly next?: string
}

/** False when `file` was changed since it was read: nothing has been done then. */
export async function compareAndReplace(
  { guard, file, seen, next }: Replacement,
  options: RunOptions,
): Promise<boolean> {
  const script = `cmp -s -- "$1" "$2" || exit ${changed}; if [ -n "$3" ]; then exec mv -T -- "$3" "$2"; else exec rm -- "$2"; fi`
  const { exitCode } = await run(
    {
      title: titles.changeFile({ name: file }),
      argv: ['flock', '--exclusive', '--', guard, 'sh', '-c', script, 'sh', seen, file, next ?? ''],
      exitCodes: [0, changed],
    },
    options,
  )
  return exitCode === 0
}
