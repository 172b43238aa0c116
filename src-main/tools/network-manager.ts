/** NetworkManager over the bus (busctl(1)); not every laptop has it. */
import { existsSync } from 'node:fs'
import { run, type RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

const place = [
  'org.freedesktop.NetworkManager',
  '/org/freedesktop/NetworkManager',
  'org.freedesktop.NetworkManager',
] as const

/** Whether what crosses the connection that is used is paid for, or NetworkManager guesses so, as of a telephone's. */
export async function isMetered(options: RunOptions): Promise<boolean> {
  // What does not run is not started for this.
  if (!existsSync('/run/NetworkManager')) return false
  const { exitCode, stdout } = await run(
    {
      title: titles.checkMetered({}),
      argv: ['busctl', '--system', '--timeout=5', 'get-property', '--', ...place, 'Metered'],
      exitCodes: [0, 1],
    },
    options,
  )
  return exitCode === 0 && parseMetered(stdout)
}

/** "u 4": NMMetered has yes as 1 and "guessed yes" as 3; unknown is 0. */
export function parseMetered(text: string): boolean {
  return /^u [13]$/.test(text.trim())
}
