/**
 * `npm run bench -- clock`: what is told of a switch while it runs, beside what it really takes. 5,000 files of 500 MB are brought to
 * a laptop that has the rest of the home, then ten small files back; the progress is looked at twice a second, as every page and
 * command line computes it.
 */
import { parseArgs } from 'node:util'
import { person } from '../practice/layout.ts'
import { execOn, pairDown, pairUp } from '../practice/pair.ts'
import { applyEvent } from '../src-main/contract/apply-event.ts'
import { switchEventSchema, type SwitchEvent } from '../src-main/contract/events.ts'
import { observeProgress, type RunProgress } from '../src-main/contract/progress/observe.ts'
import type { SwitchState } from '../src-main/contract/switch-state.ts'
import { formatPercent } from '../src-main/kernel/units.ts'
import { on, type Laptops } from './laptops.ts'
import type { Milliseconds } from './measure.ts'
import { switchTo } from './product.ts'

const lookEveryMs = 500
/** What is told is held against what it takes from here on. */
const toldFromMs = 10_000

export async function benchClock(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: { name: { type: 'string', default: 'bench' }, keep: { type: 'boolean', default: false } },
  })
  const there: Laptops = { pair: values.name, from: 'p17', to: 'xps' }
  const back: Laptops = { pair: values.name, from: 'xps', to: 'p17' }
  try {
    await pairUp({ name: values.name, say })
    await switchTo(there)
    for (const [what, laptops, folder, script] of [
      ['5,000 files', back, 'many', many],
      ['10 files', there, 'few', few],
    ] as const) {
      await fill(laptops, folder, script)
      say(`Bringing ${what}, with a look at the progress twice a second`)
      for (const line of clockLines(await eventsOf(laptops))) console.log(`${what}: ${line}`)
    }
    return 0
  } finally {
    if (!values.keep) await pairDown(values.name, { remove: true })
  }
}

const many = `mkdir "$0"; for i in $(seq 5000); do head -c "$((i % 10 == 0 ? 820000 : 20000))" /dev/urandom > "$0/$i"; done`
const few = `mkdir "$0"; for i in $(seq 10); do echo "$i" > "$0/$i"; done`

async function fill({ pair, from }: Laptops, folder: string, script: string): Promise<void> {
  await on(pair, from, ['sh', '-euc', `${script}; chown -R ${person}: "$0"`, `/home/${person}/${folder}`])
}

async function eventsOf({ pair, from, to }: Laptops): Promise<readonly SwitchEvent[]> {
  const argv = ['pc-switcher', 'switch', '--to', to, '--yes', '--json'] as const
  const { exitCode, stdout, stderr } = await execOn(from, argv, { name: pair, user: person })
  if (exitCode !== 0) throw new Error(`the switch ended with ${String(exitCode)}: ${stderr}`)
  return stdout.split('\n').flatMap((line) => {
    const message = line === '' ? undefined : (JSON.parse(line) as { readonly type: string; readonly event?: unknown })
    return message?.type === 'event' ? [switchEventSchema.parse(message.event)] : []
  })
}

interface Look {
  readonly atMs: Milliseconds
  readonly run: RunProgress
}

function looksAt(events: readonly SwitchEvent[], startMs: number): readonly Look[] {
  let state: SwitchState = { kind: 'idle' }
  let run: RunProgress | undefined
  const looks: Look[] = []
  const look = (nowMs: number): void => {
    run = observeProgress(run, state, nowMs)
    if (run !== undefined) looks.push({ atMs: nowMs - startMs, run })
  }
  let lastMs = startMs
  for (const event of events) {
    const atMs = Date.parse(event.at)
    for (let tickMs = lastMs + lookEveryMs; tickMs < atMs; tickMs += lookEveryMs) look(tickMs)
    state = applyEvent(state, event)
    look(atMs)
    lastMs = atMs
  }
  return looks
}

function clockLines(events: readonly SwitchEvent[]): readonly string[] {
  const startMs = Date.parse(events.find(({ type }) => type === 'switch-started')?.at ?? '')
  const wholeMs = Date.parse(events.at(-1)?.at ?? '') - startMs
  const looks = looksAt(events, startMs)
  const moves = looks.filter(({ run }, index) => run.fraction > (looks[index - 1]?.run.fraction ?? -1))
  const still = moves.map(({ atMs }, index) => atMs - (moves[index - 1]?.atMs ?? 0))
  const isBack = looks.some(({ run }, index) => run.fraction < (looks[index - 1]?.run.fraction ?? 0))
  const barOff = looks.map(({ atMs, run }) => Math.abs(run.fraction - atMs / wholeMs))
  const off = looks.flatMap(({ atMs, run }) =>
    atMs < toldFromMs ? [] : [Math.abs(atMs + run.expectedMs - wholeMs) / wholeMs],
  )
  return [
    `It took ${seconds(wholeMs)}.`,
    `The bar ${isBack ? 'went back' : 'never went back'}, and stood still for ${seconds(Math.max(...still))} at most (aim: 10 s).`,
    `The bar was ${(100 * Math.max(0, ...barOff)).toFixed(0)} points from the time at most (aim: 15).`,
    `From the tenth second on the time was wrong by ${formatPercent(Math.max(0, ...off))} at most (aim: 33%).`,
  ]
}

function seconds(ms: Milliseconds): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
