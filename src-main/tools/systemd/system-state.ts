/** systemctl(1): whether the whole system is going down, and taking it down. */
import { run } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** "stopping" from the moment somebody asked for a restart or a power-off. */
export async function isSystemStopping(): Promise<boolean> {
  // Every state has an exit code of its own; the word is what counts.
  const { stdout } = await run({
    title: titles.checkShutdown({}),
    argv: ['systemctl', 'is-system-running'],
    exitCodes: [0, 1, 3, 4],
  })
  return stdout.trim() === 'stopping'
}

/** In a moment, by a timer of systemd: whoever asked hears the answer before the way to them is gone. */
export async function restartSystem(): Promise<void> {
  // prettier-ignore
  const argv = [
    'systemd-run', '--quiet', '--collect', '--on-active=1s', '--timer-property=AccuracySec=50ms', '--', 'systemctl', 'reboot',
  ] as const
  await run({ title: titles.restart({}), argv })
}
