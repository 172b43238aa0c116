/** Runs a command in a laptop's system while the laptop is off: a container without network that ends with it. */
import type { Laptop } from './layout.ts'
import { run, type Argv, type RunOptions, type RunResult } from './run.ts'

export async function runOffline(
  purpose: string,
  laptop: Laptop,
  argv: Argv,
  options: RunOptions = {},
): Promise<RunResult> {
  return await run(
    `${purpose} on ${laptop.host}`,
    [
      'systemd-nspawn',
      '--quiet',
      `--directory=${laptop.root}`,
      `--machine=${laptop.machine}-off`,
      '--register=no',
      '--keep-unit',
      '--settings=no',
      '--resolv-conf=off',
      '--timezone=off',
      '--link-journal=no',
      '--private-users=no',
      '--private-network',
      '--pipe',
      '--setenv=DEBIAN_FRONTEND=noninteractive',
      '--setenv=LC_ALL=C.UTF-8',
      // What git goes on with in the background would be killed with the container, and could leave locks behind.
      '--setenv=GIT_CONFIG_COUNT=1',
      '--setenv=GIT_CONFIG_KEY_0=maintenance.auto',
      '--setenv=GIT_CONFIG_VALUE_0=false',
      ...argv,
    ],
    options,
  )
}
