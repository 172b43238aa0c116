/**
 * `npm run bench -- beforehand`: a switch after a day's work that was fetched beforehand, beside an rsync that copies the same
 * work by hand. Random bytes, which no program can make smaller.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { hosts, person } from '../practice/layout.ts'
import { execOn, pairDown, pairUp } from '../practice/pair.ts'
import { copyByHand, letRootIn } from './by-hand.ts'
import { on, type Laptops } from './laptops.ts'
import type { Milliseconds } from './measure.ts'
import { logVerbs, setApp, switchTo } from './product.ts'
import { tableLines } from './table.ts'

export async function benchBeforehand(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      files: { type: 'string', default: '10000' },
      bytes: { type: 'string', default: '5000000000' },
      name: { type: 'string', default: 'bench' },
      keep: { type: 'boolean', default: false },
    },
  })
  const laptops: Laptops = { pair: values.name, from: 'p17', to: 'xps' }
  const work: Work = { files: Number(values.files), bytes: Number(values.bytes) }
  try {
    await pairUp({ name: values.name, say })
    for (const host of hosts) {
      await logVerbs(values.name, host)
      await setApp(values.name, host, 'restart')
    }
    await letRootIn(laptops)
    await switchTo(laptops)
    await switchTo({ ...laptops, from: 'xps', to: 'p17' })
    await workAll(laptops, work)
    say('Copying the same by hand')
    const byHand = await copyByHand(laptops, false)
    await on(laptops.pair, laptops.to, ['btrfs', 'subvolume', 'sync', '/home'])
    say('Fetching beforehand')
    const fetching = await fetchAll(laptops, work)
    say('Measuring the switch')
    const { switching, verbs } = await switchTo(laptops)
    const row = { byHand: byHand.copying / 1000, unit: 's', aim: 10 } as const
    console.log(
      `${work.files.toLocaleString('en-US')} new files, ${(work.bytes / 1e9).toFixed(1)} GB. Before the switch:`,
    )
    console.log(`  fetching it at the lowest priority  ${(fetching / 1000).toFixed(2).padStart(7)} s`)
    for (const [verb, ms] of [...verbs].sort(([, one], [, other]) => other - one).slice(0, 8))
      console.log(`  ${verb.padEnd(34)}  ${(ms / 1000).toFixed(2).padStart(7)} s`)
    const what = 'the switch, all of it fetched beforehand'
    for (const line of tableLines([{ what, product: switching / 1000, ...row }])) console.log(line)
    return 0
  } finally {
    if (!values.keep) await pairDown(values.name, { remove: true })
  }
}

interface Work {
  readonly files: number
  readonly bytes: number
}

/** Not written at the moment when it is frozen: what was, is compared again at the end. */
const settledMs = 4_000

export async function workAll({ pair, from }: Laptops, { files, bytes }: Work): Promise<void> {
  const program = `
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
const [files, bytes] = process.argv.slice(2).map(Number)
for (let index = 0; index < files; index++) {
  const folder = process.env.HOME + '/day/' + Math.floor(index / 100)
  mkdirSync(folder, { recursive: true })
  writeFileSync(folder + '/file-' + index, randomBytes(Math.round(bytes / files)))
}`
  const node = ['/usr/lib/pc-switcher/node', '--input-type=module', '-', String(files), String(bytes)] as const
  const { exitCode, stderr } = await execOn(from, node, { name: pair, user: person, input: program })
  if (exitCode !== 0) throw new Error(`the work on ${from} failed: ${stderr}`)
  await pause(settledMs)
}

const beforehandSchema = z.object({
  now: z.object({ kind: z.string() }),
  fetched: z.object({ files: z.number() }).optional(),
})

/** Turned on, it begins at once; a round that something was in the way of is begun anew. */
async function fetchAll({ pair, from }: Laptops, { files }: Work): Promise<Milliseconds> {
  const ask = async (...words: readonly string[]) => {
    const argv = ['pc-switcher', 'home', 'beforehand', ...words, '--json'] as const
    const { exitCode, stdout, stderr } = await execOn(from, argv, { name: pair, user: person })
    if (exitCode !== 0) throw new Error(`${argv.join(' ')} failed: ${stdout} ${stderr}`)
    return beforehandSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
  }
  const started = performance.now()
  await ask('on')
  for (;;) {
    const { now, fetched } = await ask()
    if (now.kind === 'ready' && (fetched?.files ?? 0) >= files) return performance.now() - started
    if (now.kind === 'waiting') {
      await ask('off')
      await ask('on')
    }
    await pause(1_000)
  }
}
