import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** Packages of it can be installed from then on (dpkg(1)); repeatable. */
export async function addArchitecture(name: string, options: RunOptions): Promise<void> {
  await run({ title: titles.addArchitecture({ name }), argv: ['dpkg', '--add-architecture', name] }, options)
}
