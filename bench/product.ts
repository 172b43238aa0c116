/** The product itself, through its own command line, as its person would use it. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { argvOn, execOn } from '../practice/pair.ts'
import { person, type Host } from '../practice/layout.ts'
import type { Laptops } from './laptops.ts'
import type { Milliseconds } from './measure.ts'

export interface MeasuredSwitch {
  /** From the plan, agreed to at once, to "safe to close the lid". */
  readonly switching: Milliseconds
  /** How long each verb of an agent took, added up: "home/place" and its milliseconds. */
  readonly verbs: ReadonlyMap<string, Milliseconds>
  /** Of each step, with its proof. */
  readonly steps: ReadonlyMap<string, MeasuredStep>
}

export interface MeasuredStep {
  readonly ms: Milliseconds
  /** That crossed the link. */
  readonly bytes: number
}

const eventSchema = z.object({
  event: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('step-finished'),
      stepId: z.string(),
      ms: z.number(),
      outcome: z.object({ bytes: z.number() }),
    }),
    z.object({ type: z.literal('step-proven'), stepId: z.string(), ms: z.number() }),
  ]),
})

export async function plan({ pair, from, to }: Laptops): Promise<void> {
  await pcSwitcher(pair, from, ['plan', '--to', to, '--json'])
}

export async function switchTo({ pair, from, to }: Laptops): Promise<MeasuredSwitch> {
  const since = new Date()
  let planned = Number.NaN
  const steps = new Map<string, MeasuredStep>()
  await pcSwitcher(pair, from, ['switch', '--to', to, '--yes', '--json'], (line) => {
    if (line.startsWith('{"type":"plan"')) planned = performance.now()
    if (line.startsWith('{"type":"event"')) countStep(steps, eventSchema.safeParse(JSON.parse(line)).data?.event)
  })
  return { switching: performance.now() - planned, verbs: await verbsSince(pair, from, since), steps }
}

function countStep(steps: Map<string, MeasuredStep>, event?: z.infer<typeof eventSchema>['event']): void {
  if (event === undefined) return
  const { ms, bytes } = steps.get(event.stepId) ?? { ms: 0, bytes: 0 }
  const sent = event.type === 'step-finished' ? event.outcome.bytes : 0
  steps.set(event.stepId, { ms: ms + event.ms, bytes: bytes + sent })
}

/** How long apt is asked, on the target, what it would do. */
export async function simulatePlan(laptops: Laptops): Promise<Milliseconds> {
  const since = new Date()
  await plan(laptops)
  const asked = (await verbsSince(laptops.pair, laptops.from, since)).get('packages.simulate')
  if (asked === undefined) throw new Error('apt was not asked what it would do')
  return asked
}

/** How long the laptop that took longer was asked for its packages and services. */
export async function comparePackages({ pair, from }: Laptops): Promise<Milliseconds> {
  const since = new Date()
  await pcSwitcher(pair, from, ['packages', 'compare', '--json'])
  const captures = (await loggedSince(pair, from, since)).filter(({ verb }) => verb === 'packages.capture')
  if (captures.length !== 2) throw new Error(`${captures.length} laptops listed their packages`)
  return Math.max(...captures.map(({ ms }) => ms))
}

/** The app of one laptop, started or stopped as its person would: with it go the agents that it holds on both. */
export async function setApp(pair: string, host: Host, verb: 'start' | 'stop' | 'restart'): Promise<void> {
  await systemctl(pair, host, [verb, 'pc-switcher.service'])
}

/** From the next start on, the app's log has how long each verb took. */
export async function logVerbs(pair: string, host: Host): Promise<void> {
  await systemctl(pair, host, ['set-environment', 'PC_SWITCHER_LOG=debug'])
}

async function systemctl(pair: string, host: Host, words: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await execOn(host, ['systemctl', '--user', ...words], { name: pair, user: person })
  if (exitCode !== 0) throw new Error(`systemctl --user ${words.join(' ')} on ${host} failed: ${stderr}`)
}

async function verbsSince(pair: string, host: Host, since: Date): Promise<ReadonlyMap<string, Milliseconds>> {
  const verbs = new Map<string, Milliseconds>()
  for (const { verb, ms } of await loggedSince(pair, host, since)) verbs.set(verb, (verbs.get(verb) ?? 0) + ms)
  return verbs
}

async function loggedSince(pair: string, host: Host, since: Date): Promise<readonly LoggedVerb[]> {
  const argv = ['journalctl', '--unit=user@*.service', '--output=cat', `--since=@${Math.floor(since.getTime() / 1000)}`]
  const { stdout } = await execOn(host, ['journalctl', ...argv.slice(1)], { name: pair })
  return stdout.split('\n').flatMap((line) => {
    const { at, verb, ms } = loggedVerb(line)
    return verb === undefined || ms === undefined || at === undefined || new Date(at) < since ? [] : [{ at, verb, ms }]
  })
}

interface LoggedVerb {
  readonly at: string
  readonly verb: string
  readonly ms: Milliseconds
}

/** Of a line of the app's log (machine/logged-machine.ts); nothing of any other line. */
function loggedVerb(line: string): Partial<LoggedVerb> {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'object' && entry !== null ? entry : {}
  } catch {
    return {}
  }
}

async function pcSwitcher(
  pair: string,
  host: Host,
  words: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  const [file, ...rest] = await argvOn(host, ['pc-switcher', ...words], { name: pair, user: person })
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  for await (const line of createInterface({ input: child.stdout })) {
    onLine(line)
    said = line
  }
  const exitCode = await ended
  if (exitCode !== 0) throw new Error(`pc-switcher ${words.join(' ')} on ${host}: ${exitCode} ${said} ${complaints}`)
}
