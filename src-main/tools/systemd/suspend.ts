/** systemctl(1): putting this machine to sleep. */
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** For root it would not ask who holds an inhibitor unless told to (systemd 248 and later; before, it never does). */
export async function suspend(options: RunOptions): Promise<void> {
  await run({ title: titles.suspend({}), argv: ['systemctl', 'suspend', '--check-inhibitors=yes'] }, options)
}
