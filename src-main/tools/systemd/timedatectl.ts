/** timedatectl(1): whether the clock follows a time server. */
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface TimeStatus {
  readonly synchronized: boolean
}

/** `timedatectl show` prints KEY=value lines (systemd 239 and later). */
export async function readTimeStatus(options: RunOptions): Promise<TimeStatus> {
  const { stdout } = await run(
    { title: titles.checkClock({}), argv: ['timedatectl', 'show', '--property=NTPSynchronized'] },
    options,
  )
  return parseTimeStatus(stdout)
}

export function parseTimeStatus(text: string): TimeStatus {
  const match = /^NTPSynchronized=(yes|no)$/m.exec(text)
  if (match === null) throw unreadableAnswer('timedatectl show', text)
  return { synchronized: match[1] === 'yes' }
}
