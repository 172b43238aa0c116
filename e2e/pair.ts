/** The two practice laptops, as a person at this machine reaches them: through the practice's command line. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

const run = promisify(execFile)
const program = path.join(path.dirname(import.meta.dirname), 'dist/practice/main.mjs')
const pairName = process.env.PC_SWITCHER_TEST_PAIR ?? 'test'
const keepPair = process.env.PC_SWITCHER_KEEP_PAIR === '1'

export type Host = 'p17' | 'xps'

const statusSchema = z.object({
  laptops: z.object({ p17: z.object({ url: z.string() }), xps: z.object({ url: z.string() }) }),
})

export async function pairUp(): Promise<void> {
  await practice(['up', '--no-open'])
  await practice(['reset'])
}

export async function pairDown(): Promise<void> {
  if (!keepPair) await practice(['down'])
}

/** A fresh address of a laptop's own page; the token in it works once. */
export async function addressOf(host: Host): Promise<string> {
  return statusSchema.parse(JSON.parse(await practice(['status', '--json']))).laptops[host].url
}

/** What a command says, run as alice and as a shell reads it. Rejects when it fails. */
export async function asAlice(host: Host, command: string): Promise<string> {
  return await practice(['exec', host, '--user', 'alice', '--', 'sh', '-c', command])
}

export async function asRoot(host: Host, command: string): Promise<string> {
  return await practice(['exec', host, '--', 'sh', '-c', command])
}

async function practice([verb = '', ...words]: readonly string[]): Promise<string> {
  const split = words.indexOf('--')
  const [before, after] = split === -1 ? [words, []] : [words.slice(0, split), words.slice(split)]
  const argv = [program, verb, ...before, '--name', pairName, ...after]
  const { stdout } = await run(process.execPath, argv, { maxBuffer: 64 * 1024 * 1024 })
  return stdout
}
