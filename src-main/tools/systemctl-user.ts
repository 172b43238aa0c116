import { run, type RunOptions } from './run.ts'

/** Starts a unit of a person's own service manager, as root (systemctl(1), --machine=USER@.host). */
export async function startUserUnit(person: string, unit: string, options: RunOptions): Promise<void> {
  await run(
    {
      title: `start ${unit} for ${person}`,
      argv: ['systemctl', '--user', `--machine=${person}@.host`, 'start', '--', unit],
    },
    options,
  )
}
