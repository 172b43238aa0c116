/**
 * `npm run bench`: what a plan, switches and memory cost with a large home, each beside the same work by bare commands in
 * the same run on the same two laptops. Seconds mean little on a shared machine; ratios hold.
 * `npm run bench -- snapshots` measures snapshots beside other tools for them (snapshots.ts), `npm run bench -- packages` what
 * listing packages and services takes (packages.ts), `npm run bench -- beforehand` a switch of which all was fetched before
 * that is told of a switch, and its bar, beside what it takes (clock.ts), `npm run bench -- images` small changes of a large image (images.ts),
 * `npm run bench -- first` where the time of a first switch goes (first.ts),
 * `npm run bench -- person-syncthing` a plan with a person's Syncthing beside one without (person-syncthing.ts),
 * `npm run bench -- copies` copies beside btrfs and restic (copies.ts),
 * `npm run bench -- reclaim` sharing the blocks of files that are the same (reclaim.ts).
 */
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { hosts } from '../practice/layout.ts'
import { pairDown, pairUp } from '../practice/pair.ts'
import { copyByHand, letRootIn, measureByHand } from './by-hand.ts'
import type { Laptops } from './laptops.ts'
import { workADay } from './day-of-work.ts'
import { median, middle, timed, type Milliseconds } from './measure.ts'
import { cgroupOf, isOurs, largest, watchMemory, type Peak } from './memory.ts'
import { benchBeforehand } from './beforehand.ts'
import { benchClock } from './clock.ts'
import { benchCopies } from './copies.ts'
import { benchFirst } from './first.ts'
import { benchImages } from './images.ts'
import { benchPackages } from './packages.ts'
import { benchPersonSyncthing } from './person-syncthing.ts'
import { benchReclaim } from './reclaim.ts'
import { logVerbs, plan, setApp, switchTo } from './product.ts'
import { benchSnapshots } from './snapshots.ts'
import { changes, report, sizeLines, type Measured } from './report.ts'

const [part, ...words] = process.argv.slice(2)
if (part === 'snapshots') process.exit(await benchSnapshots(words, say))
if (part === 'packages') process.exit(await benchPackages(words, say))
if (part === 'beforehand') process.exit(await benchBeforehand(words, say))
if (part === 'clock') process.exit(await benchClock(words, say))
if (part === 'copies') process.exit(await benchCopies(words, say))
if (part === 'first') process.exit(await benchFirst(words, say))
if (part === 'images') process.exit(await benchImages(words, say))
if (part === 'person-syncthing') process.exit(await benchPersonSyncthing(words, say))
if (part === 'reclaim') process.exit(await benchReclaim(words, say))

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000,100000' },
    times: { type: 'string', default: '3' },
    name: { type: 'string', default: 'bench' },
    keep: { type: 'boolean', default: false },
  },
})
const times = Number(values.times)
/** One home after the other, each on laptops of its own. */
const sizes = values.files.split(',').map(Number)
const there: Laptops = { pair: values.name, from: 'p17', to: 'xps' }
const back: Laptops = { pair: values.name, from: 'xps', to: 'p17' }

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

async function main(): Promise<void> {
  const measured: Measured[] = []
  for (const files of sizes) {
    measured.push(await measureHome(files))
    if (files !== sizes.at(-1)) await pairDown(values.name, { remove: true })
  }
  for (const line of sizeLines(measured)) console.log(line)
}

async function measureHome(files: number): Promise<Measured> {
  await pairUp({ name: values.name, files, say })
  for (const host of hosts) {
    await logVerbs(values.name, host)
    await setApp(values.name, host, 'restart')
  }
  await letRootIn(there)
  await letRootIn(back)
  say('Measuring the first switch, and the same by hand')
  const firstByHand = await copyByHand(there, true)
  const first = await watched(there, () => switchTo(there))
  await switchTo(back)
  say('Measuring a plan')
  const planMs = await median(times, () => timed(() => plan(there)))
  say('Measuring a switch with nothing to do')
  const { nothing, ...memory } = await measureSwitches()
  say(`Measuring switches with ${changes} changed files`)
  const { work, placing, most: mostOfWork } = await measureWork()
  say('Measuring by hand what looking costs')
  const byHand = await measureByHand(there, times)
  const measured: Measured = {
    files,
    planMs,
    first: { product: first.value.switching, byHand: firstByHand.copying },
    nothing,
    work,
    placing,
    memory: { ...memory, most: largest([memory.most, mostOfWork]), first: first.peak },
  }
  report(measured, byHand)
  return measured
}

/** With the most that the product held meanwhile. */
async function watched<T>(
  { pair }: Laptops,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly peak: Peak }> {
  const watch = watchMemory(cgroupOf(pair), isOurs)
  const value = await work()
  return { value, peak: watch.stop() }
}

/** Programs that have nothing to do give back what they needed for their work after some seconds. */
const settledMs = 12_000
/** After three minutes without a question the agents are let go (src-main/app/release-agents.ts). */
const restMs = 200_000

/** The app of the source. The target's would be at rest by then, without agents: that is a row of its own. */
async function startAlone(way: Laptops): Promise<void> {
  await setApp(way.pair, way.to, 'stop')
  await setApp(way.pair, way.from, 'start')
}

const timedRounds = Math.ceil(times / 2) * 2
/**
 * Ways there and back, so that it ends where it began. The last two are there for the memory: looking at it takes a fourteenth of
 * a processor, and holds up the programs looked at.
 */
const rounds: readonly { readonly way: Laptops; readonly isForMemory: boolean }[] = Array.from(
  { length: timedRounds + 2 },
  (_none, round) => ({ way: round % 2 === 0 ? there : back, isForMemory: round >= timedRounds }),
)

async function measureSwitches() {
  const measured: Milliseconds[] = []
  const peaks: Peak[] = []
  const planned: Peak[] = []
  for (const { way, isForMemory } of rounds) {
    await startAlone(way)
    await plan(way)
    await pause(settledMs)
    planned.push(watchMemory(cgroupOf(way.pair), isOurs).stop())
    if (isForMemory) peaks.push((await watched(way, () => switchTo(way))).peak)
    else measured.push((await switchTo(way)).switching)
  }
  say('Measuring what is held after some minutes of rest')
  for (const host of hosts) await setApp(values.name, host, 'start')
  await switchTo(there)
  await switchTo(back)
  await pause(restMs)
  const resting = watchMemory(cgroupOf(there.pair), isOurs).stop()
  return { nothing: middle(measured), planned: largest(planned), most: largest(peaks), resting }
}

async function measureWork(): Promise<Pick<Measured, 'work' | 'placing'> & { readonly most: Peak }> {
  const product: Milliseconds[] = []
  const byHand: Milliseconds[] = []
  const placing: Milliseconds[] = []
  const placingByHand: Milliseconds[] = []
  const peaks: Peak[] = []
  for (const [round, { way, isForMemory }] of rounds.entries()) {
    await workADay(way, changes, round)
    const hand = await copyByHand(way, false)
    await startAlone(way)
    await pause(settledMs)
    if (isForMemory) {
      peaks.push((await watched(way, () => switchTo(way))).peak)
      continue
    }
    const { switching, verbs } = await switchTo(way)
    byHand.push(hand.copying)
    placingByHand.push(hand.placing)
    product.push(switching)
    placing.push(verbs.get('home.place') ?? Number.NaN)
  }
  return {
    work: { product: middle(product), byHand: middle(byHand) },
    placing: { product: middle(placing), byHand: middle(placingByHand) },
    most: largest(peaks),
  }
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
