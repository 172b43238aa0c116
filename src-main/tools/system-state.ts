/** systemctl(1): whether the whole system is going down, and taking it down. */
import { run } from './run.ts'

/** "stopping" from the moment somebody asked for a restart or a power-off. */
export async function isSystemStopping(): Promise<boolean> {
  // Every state has an exit code of its own; the word is what counts.
  const { stdout } = await run({
    title: 'ask whether the system is going down',
    argv: ['systemctl', 'is-system-running'],
    exitCodes: [0, 1, 3, 4],
  })
  return stdout.trim() === 'stopping'
}

/** Answers before anything is stopped. */
export async function restartSystem(): Promise<void> {
  await run({ title: 'restart the laptop', argv: ['systemctl', '--no-block', 'reboot'] })
}
