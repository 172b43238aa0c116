import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** syncfs(2) of the file systems that these are on, one after the other. Fails where something could not be written. */
export async function syncFileSystems(places: readonly string[], options: RunOptions): Promise<void> {
  if (places.length === 0) return
  await run({ title: titles.sync({}), argv: ['sync', '--file-system', '--', ...places] }, options)
}
