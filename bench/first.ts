/**
 * `npm run bench -- first`: the first switch of a home, beside `rsync -aHAX` of the same, and where its processor time goes: by
 * program, and by what the agents were asked. Many small files, or with `--bytes` some large ones of random bytes.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { hosts } from '../practice/layout.ts'
import { pairDown, pairUp } from '../practice/pair.ts'
import { workAll } from './beforehand.ts'
import { copyByHand, letRootIn } from './by-hand.ts'
import type { Laptops } from './laptops.ts'
import { cgroupOf } from './memory.ts'
import { watchProcessor } from './processor.ts'
import { logVerbs, setApp, switchTo } from './product.ts'
import { tableLines } from './table.ts'

export async function benchFirst(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      files: { type: 'string', default: '100000' },
      bytes: { type: 'string' },
      name: { type: 'string', default: 'bench' },
      keep: { type: 'boolean', default: false },
    },
  })
  const laptops: Laptops = { pair: values.name, from: 'p17', to: 'xps' }
  const files = Number(values.files)
  try {
    await pairUp({ name: values.name, ...(values.bytes === undefined ? { files } : {}), say })
    for (const host of hosts) {
      await logVerbs(values.name, host)
      await setApp(values.name, host, 'restart')
    }
    await letRootIn(laptops)
    if (values.bytes !== undefined) await workAll(laptops, { files, bytes: Number(values.bytes) })
    say('Copying by hand')
    const byHand = await copyByHand(laptops, true)
    await pause(settledMs)
    say('Measuring the first switch')
    const watch = watchProcessor(cgroupOf(values.name))
    const { switching, verbs } = await switchTo(laptops)
    const { whole, programs } = watch.stop()
    const seconds = (ms: number) => `${(ms / 1000).toFixed(2).padStart(7)} s`
    const most = (all: ReadonlyMap<string, number>) => [...all].toSorted(([, one], [, other]) => other - one)
    console.log(`Processor time of the plan and the first switch, ${seconds(whole).trim()} in all:`)
    for (const [program, ms] of most(programs).filter(([, spent]) => spent >= 100))
      console.log(`  ${program.padEnd(34)}  ${seconds(ms)}`)
    console.log('How long both laptops were asked, many side by side:')
    for (const [verb, ms] of most(verbs).slice(0, 14)) console.log(`  ${verb.padEnd(34)}  ${seconds(ms)}`)
    const row = { product: switching / 1000, byHand: byHand.copying / 1000, unit: 's', aim: 45 } as const
    for (const line of tableLines([{ what: 'the first switch', ...row }])) console.log(line)
    return 0
  } finally {
    if (!values.keep) await pairDown(values.name, { remove: true })
  }
}

const settledMs = 4_000
