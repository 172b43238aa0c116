/** pc-switcher on a practice laptop, used as alice uses it: by the commands of its command line. */
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { calls } from '../src-main/contract/calls.ts'
import type { Overview } from '../src-main/contract/overview-calls.ts'
import type { Call, Output } from '../src-main/contract/define.ts'
import type { Question } from '../src-main/contract/preview.ts'
import {
  planViewSchema,
  proofSchema,
  switchStateSchema,
  type PlanView,
  type Proof,
  type SwitchState,
} from '../src-main/contract/switch-state.ts'
import { wireErrorSchema, type WireError } from '../src-main/contract/wire-error.ts'
import { argvOn, execOn } from '../practice/pair.ts'
import { findPair } from '../practice/pair-state.ts'
import type { Host } from '../practice/layout.ts'
import { shellOn } from './laptops-agents.ts'
import { connectTo, rootOn, runOverSocket } from './laptops-app.ts'
import { testPair } from './laptops-pair.ts'
import { waitFor } from './laptops-waits.ts'

export interface Told {
  readonly exitCode: number
  readonly messages: readonly { readonly type: string; readonly [key: string]: unknown }[]
  readonly stderr: string
}

/** What ends with its process, or has no app to ask. */
const ofProcess = ['serve', 'open', 'url', 'manual', 'completion', 'complete', '--version']

/** As `pc-switcher ARGS --json`, of alice: asked of the app where one runs and nothing is handed in, else of a process there. */
export async function pcSwitcher(host: Host, args: readonly string[], input?: string): Promise<Told> {
  const isOfApp = input === undefined && !ofProcess.includes(args[0] ?? '')
  const connection = isOfApp ? await connectTo(host) : undefined
  if (connection === undefined) return startCommandLine(host, args, input)
  const { exitCode, lines } = await waitFor(`${host}: ${args.join(' ')}`, runOverSocket(connection, args))
  return { exitCode, messages: lines.map(parseMessage), stderr: '' }
}

/** `pc-switcher ARGS --json` as alice, in a process on the laptop. */
async function startCommandLine(host: Host, args: readonly string[], input?: string): Promise<Told> {
  const asked = execOn(host, ['pc-switcher', ...args, '--json'], {
    name: testPair,
    user: 'alice',
    ...(input === undefined ? {} : { input }),
  })
  const { stdout, stderr, exitCode } = await waitFor(`${host}: pc-switcher ${args.join(' ')}`, asked)
  const lines = stdout.split('\n').filter((line) => line !== '')
  return { exitCode, messages: lines.map(parseMessage), stderr }
}

function parseMessage(line: string): Told['messages'][number] {
  return JSON.parse(line) as Told['messages'][number]
}

/** Runs a command at a terminal as alice. Whenever it asks, `reply` gets what stands there since the last question. */
export async function atTerminal(
  host: Host,
  command: string,
  reply: (asked: string) => string,
): Promise<{ readonly screen: string; readonly exitCode: number | null }> {
  const inside = ['script', '--quiet', '--return', '--command', command, '/dev/null'] as const
  const [program, ...words] = await argvOn(host, inside, { name: testPair, user: 'alice' })
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  const prompt = ') > '
  let screen = ''
  let seen = 0
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    screen += text
    const end = screen.indexOf(prompt, seen)
    if (end === -1) return
    child.stdin.write(`${reply(screen.slice(seen, end + prompt.length))}\r`)
    seen = end + prompt.length
  })
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { screen, exitCode }
}

export async function status(host: Host): Promise<{ readonly overview: Overview; readonly state: SwitchState }> {
  const told = await pcSwitcher(host, ['status'])
  const message = told.messages.find(({ type }) => type === 'status')
  return {
    overview: calls.overview.output.parse(message?.['overview']),
    state: switchStateSchema.parse(message?.['state']),
  }
}

/** How the switch stands; asks the app alone, not the laptops. */
export async function switchState(host: Host): Promise<SwitchState> {
  return call(host, calls.switchState, {})
}

/** Whoever drives names the other laptop. */
function wayTo(driver: Host, to: Host): readonly [string, string] {
  return driver === to ? ['--from', driver === 'p17' ? 'xps' : 'p17'] : ['--to', to]
}

/** `way`: as it is typed. */
export async function plan(
  host: Host,
  to: Host,
  way = wayTo(host, to),
): Promise<{ readonly plan: PlanView; readonly questions: readonly Question[] }> {
  const told = await pcSwitcher(host, ['plan', ...way])
  const message = told.messages.find(({ type }) => type === 'plan')
  if (message === undefined) throw new Error(`no plan: ${JSON.stringify(told.messages.at(-1))} ${told.stderr}`)
  const made = planViewSchema.parse(message['plan'])
  return { plan: made, questions: Object.values(made.previews).flatMap((preview) => preview.questions) }
}

/** A whole switch with answers, by the app of `driver`; whatever is not answered takes its safe default. `way`: as it is typed. */
export async function switchTo(
  driver: Host,
  to: Host,
  answers: Readonly<Record<string, string>> = {},
  way = wayTo(driver, to),
): Promise<Told> {
  return pcSwitcher(driver, await switchWords(driver, way, answers))
}

/** The same by a process of the command line. */
export async function switchByProcess(
  driver: Host,
  to: Host,
  answers: Readonly<Record<string, string>>,
): Promise<Told> {
  return startCommandLine(driver, await switchWords(driver, wayTo(driver, to), answers))
}

async function switchWords(
  driver: Host,
  way: readonly [string, string],
  answers: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  await writeFile(path.join(await rootOn(driver), 'tmp/answers.json'), JSON.stringify(answers))
  return ['switch', ...way, '--yes', '--answers', '/tmp/answers.json']
}

export function proofOf(told: Told): Proof {
  const result = told.messages.find(({ type }) => type === 'result')
  if (result === undefined) throw new Error(`nothing is proven: ${JSON.stringify(told.messages.at(-1))} ${told.stderr}`)
  return proofSchema.parse(result['proof'])
}

/** With what it said instead. */
export function requireDone({ exitCode, stderr, messages }: Told): void {
  if (exitCode !== 0 || stderr !== '')
    throw new Error(`it ended with ${exitCode}: ${JSON.stringify(messages.at(-1))} ${stderr}`)
}

export function errorOf(told: Told): WireError {
  return wireErrorSchema.parse(told.messages.find(({ type }) => type === 'error')?.['error'])
}

export async function call<C extends Call>(host: Host, which: C, input: unknown): Promise<Output<C>> {
  const told = await pcSwitcher(host, ['call', which.name, JSON.stringify(input)])
  return which.output.parse(told.messages.find(({ type }) => type === 'value')?.['value']) as Output<C>
}

/** SIGKILL to the app, as a crash would; its service manager starts it again. */
export function killApp(host: Host): Promise<void> {
  return signalApp(host, 'KILL')
}

/** What is asked before is answered by an app that ends with the command: nobody can start the plan that it made. */
export async function appAnswers(host: Host): Promise<void> {
  const asks = `perl -MIO::Socket::UNIX -e 'exit !IO::Socket::UNIX->new(Peer => "/run/user/1000/pc-switcher.sock")'`
  await until(
    `the app of ${host} answers`,
    async () => (await shellOn(host, `${asks} && echo yes || true`)) === 'yes\n',
  )
}

/** STOP: it holds what it holds, and does nothing until CONT. */
export async function signalApp(host: Host, signal: 'KILL' | 'STOP' | 'CONT'): Promise<void> {
  const pid = '$(systemctl --user --machine=alice@.host show -P MainPID pc-switcher.service)'
  // 0 while it is being started anew, which kill(1) takes for everything that this shell belongs to.
  // Until it has ended it takes connections, and answers none.
  const isGone = signal === 'KILL' ? '; while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done' : ''
  await shellOn(host, `until pid=${pid}; [ "$pid" -gt 0 ]; do sleep 0.1; done; kill -${signal} "$pid"${isGone}`)
}

/** /var/lib/pc-switcher/root of a laptop, seen from this machine. */
export async function stateOf(host: Host): Promise<string> {
  const pair = await findPair(testPair)
  if (pair === undefined) throw new Error(`there is no pair ${testPair}`)
  return path.join(pair.laptops[host].root, 'var/lib/pc-switcher/root')
}

/** Bytes that it has sent over its network since it was switched on. */
export async function sentBy(host: Host): Promise<number> {
  return Number(await shellOn(host, `awk '/:/ && !/lo:/ { sum += $10 } END { printf "%.0f", sum }' /proc/net/dev`))
}

/** Restarts xps, and waits until what is to be rolled back there has been. */
export async function restartToRollBack(): Promise<void> {
  await call('p17', calls.laptopRestart, { laptop: 'xps' })
  await until(
    'xps has restarted',
    async () => {
      const { laptops } = await call('p17', calls.rollbackState, {})
      const state = laptops.find(({ laptop }) => laptop === 'xps')
      return state?.last?.result === 'done' && state.pending === undefined
    },
    240_000,
  )
}

/** Waits until something is true of a laptop; says what it waited for when it never is. */
export async function until(what: string, isSo: () => Promise<boolean>, patienceMs = 60_000): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
