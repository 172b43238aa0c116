import { run, type RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

/** systemd-detect-virt(1) ends with 0 inside a container. */
export async function isContainer(options: RunOptions): Promise<boolean> {
  const argv = ['systemd-detect-virt', '--quiet', '--container'] as const
  const { exitCode } = await run({ title: titles.detectContainer({}), argv, exitCodes: [0, 1] }, options)
  return exitCode === 0
}
