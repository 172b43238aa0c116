/** locale-gen(8): the languages that /etc/locale.gen names. Seen with glibc 2.41. */
import { existsSync } from 'node:fs'
import { run, type RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

const program = '/usr/sbin/locale-gen'

/** Some seconds for each that is not there yet. Nothing where it is not installed. */
export async function runLocaleGen(options: RunOptions): Promise<void> {
  if (!existsSync(program)) return
  await run({ title: titles.generateLocales({}), argv: [program], diesWithAgent: true }, options)
}
