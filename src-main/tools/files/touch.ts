import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** Sets the time of last modification to the nanosecond, which Node cannot. Does not follow a link. */
export async function setTimes(place: string, modifiedNs: bigint, options: RunOptions): Promise<void> {
  const seconds = modifiedNs / 1_000_000_000n - (modifiedNs % 1_000_000_000n < 0n ? 1n : 0n)
  const rest = String(modifiedNs - seconds * 1_000_000_000n).padStart(9, '0')
  await run(
    {
      title: titles.setFolderTime({}),
      argv: ['touch', '--no-create', '--no-dereference', '-m', `--date=@${seconds}.${rest}`, '--', place],
    },
    options,
  )
}
