/**
 * `npm run bench`: what a plan, a switch with nothing to do and the memory cost with a large home, each beside the same
 * work by bare commands in the same run on the same two laptops. Seconds mean little on a shared machine; ratios hold.
 * `npm run bench -- snapshots` measures snapshots beside other tools for them (snapshots.ts).
 */
import { parseArgs } from 'node:util'
import { pairDown, pairUp } from '../practice/pair.ts'
import { letRootIn, measureByHand, type ByHand, type Laptops } from './by-hand.ts'
import { median, middle, timed } from './measure.ts'
import { cgroupOf, isOurs, watchMemory, type Peak } from './memory.ts'
import { plan, setApp, switchTo } from './product.ts'
import { benchSnapshots } from './snapshots.ts'
import { tableLines, type Row } from './table.ts'

const [part, ...words] = process.argv.slice(2)
if (part === 'snapshots') process.exit(await benchSnapshots(words, say))

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    times: { type: 'string', default: '3' },
    name: { type: 'string', default: 'bench' },
    keep: { type: 'boolean', default: false },
  },
})
const times = Number(values.times)
const there: Laptops = { pair: values.name, from: 'p17', to: 'xps' }
const back: Laptops = { pair: values.name, from: 'xps', to: 'p17' }

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

async function main(): Promise<void> {
  await pairUp({ name: values.name, files: Number(values.files), say })
  say(`The first switch, which copies everything: ${seconds(await timed(() => switchTo(there)))}`)
  say(`The first way back: ${seconds(await timed(() => switchTo(back)))}`)
  say('Measuring a plan')
  const planMs = await median(times, () => timed(() => plan(there)))
  say('Measuring a switch with nothing to do')
  const { middleMs, memory } = await measureSwitches()
  say('Measuring the same by hand')
  await letRootIn(there)
  const byHand = await measureByHand(there, times)
  report(planMs, middleMs, memory, byHand)
}

/** As often there as back, so that it ends where it began. Only the app of the laptop that is left runs. */
async function measureSwitches(): Promise<{ readonly middleMs: number; readonly memory: Peak }> {
  const measured: number[] = []
  let memory: Peak = { bytes: 0, parts: [] }
  for (let time = 0; time < Math.ceil(times / 2) * 2; time++) {
    const way = time % 2 === 0 ? there : back
    await setApp(way.pair, way.to, 'stop')
    await setApp(way.pair, way.from, 'start')
    const watch = watchMemory(cgroupOf(way.pair), isOurs)
    measured.push(await timed(() => switchTo(way)))
    const peak = watch.stop()
    if (peak.bytes > memory.bytes) memory = peak
  }
  return { middleMs: middle(measured), memory }
}

function report(planMs: number, switchMs: number, memory: Peak, byHand: ByHand): void {
  const looking = byHand.ssh + byHand.rsync + byHand.apt
  const rows: readonly Row[] = [
    { what: 'a plan', product: planMs / 1000, byHand: looking / 1000, unit: 's', aim: 3 },
    {
      what: 'a switch with nothing to do',
      product: switchMs / 1000,
      byHand: (looking + byHand.snapshots + byHand.scan) / 1000,
      unit: 's',
      aim: 10,
    },
    {
      what: 'memory of app and agents while switching',
      product: memory.bytes / 1e6,
      byHand: byHand.rsyncMemory.bytes / 1e6,
      unit: 'MB',
      aim: 250,
    },
  ]
  console.log(`A home of ${Number(values.files).toLocaleString('en-US')} files. By hand, one after the other:`)
  console.log(`  ssh xps true                               ${seconds(byHand.ssh)}`)
  console.log(`  rsync -nai --delete over ssh of /home      ${seconds(byHand.rsync)}`)
  console.log(`  btrfs snapshot of /home, both laptops      ${seconds(byHand.snapshots)}`)
  console.log(`  apt-get -s dist-upgrade, both laptops      ${seconds(byHand.apt)}`)
  console.log(`  a Syncthing scan of /home, both laptops    ${seconds(byHand.scan)}`)
  console.log(`Memory at its most: ${memory.parts.join(', ')}`)
  console.log(
    'A plan stands beside ssh, rsync and apt; a switch beside all of them; memory beside the two ends of rsync.\n',
  )
  for (const line of tableLines(rows)) console.log(line)
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2).padStart(7)} s`
}

async function end(code: number): Promise<never> {
  if (!values.keep) await pairDown(values.name, { remove: true })
  process.exit(code)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(1))
main().then(
  () => end(0),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error))
    return end(1)
  },
)
