/** rsync, 3.2.7 to 3.5.0, from one folder of this laptop to another one. */
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/**
 * Makes all that is in `to` what is in `from`, with owners, modes, times to the nanosecond, ACLs, xattrs, capabilities, holes and hard
 * links. Contents of a file with the same size and time are left as they are: the caller knows that they are equal. Nobody else can
 * reach the two.
 */
export async function makeEqual({ from, to }: { readonly from: string; readonly to: string }, options: RunOptions) {
  const words = ['--archive', '-AHXS', '--numeric-ids', '--modify-window=-1', '--delete', '--no-devices'] as const
  const argv = ['rsync', ...words, '--', `${from}/`, `${to}/`] as const
  await run({ title: titles.copyFiles({}), argv, diesWithAgent: true }, options)
}
