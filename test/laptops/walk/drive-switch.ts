/** One switch of a walk from its plan to its end, as a person makes it by the command line, with what goes wrong on the way. */
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { crash, cutLink, mendLink, pairStatus, restart } from '../../../practice/pair.ts'
import type { Host } from '../../../practice/layout.ts'
import type { BytePath } from '../../../src-main/kernel/byte-path.ts'
import { calls } from '../../../src-main/contract/calls.ts'
import type { Answers, Question } from '../../../src-main/contract/preview.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { Proof, SwitchState } from '../../../src-main/contract/switch-state.ts'
import type { Random } from '../../random.ts'
import { shellOn } from '../../laptops-agents.ts'
import { testPair } from '../../laptops-pair.ts'
import { appAnswers, killApp, pcSwitcher, plan, switchState, until } from '../../laptops-product.ts'
import type { Fact } from './list-home.ts'

export const faults = [
  'app killed',
  'agent killed there',
  'agent killed here',
  'link cut for a moment',
  'paused',
  'files sent are cut off',
  'power cut there',
  'power cut here',
  'restarted there',
  'restarted here',
  'disk full there',
  'disk full here',
] as const
export type Fault = (typeof faults)[number]

/** Nobody can work meanwhile; and what was not on the disk yet when the power goes is lost to its person. */
export function stopsPeople(fault: Fault | undefined): boolean {
  return fault !== undefined && /^(power|restarted|disk)/.test(fault)
}

export type Answer = 'keep' | 'take' | 'both'

export async function homeFolders(): Promise<Readonly<Record<Host, string>>> {
  const { laptops } = await pairStatus(testPair)
  const homeOf = (host: Host): string => `/proc/${String(laptops?.[host].leader)}/root/home`
  return { p17: homeOf('p17'), xps: homeOf('xps') }
}

export interface Drawn {
  readonly planId: string
  readonly answers: Answers
  /** Of questions about /home. */
  readonly home: ReadonlyMap<string, Answer>
}

/** Plans, and answers by chance. */
export async function planAndAnswer(from: Host, to: Host, random: Random): Promise<Drawn> {
  // One that was killed is started anew after a moment.
  await appAnswers(from)
  // Either may be called something else by now.
  const { plan: made, questions } = await plan(from, to, ['--to', 'other'])
  const answers = Object.fromEntries(
    questions.flatMap((question) => {
      const answer = answerOf(question, random)
      return answer === undefined ? [] : [[question.id, answer]]
    }),
  )
  const blockers = Object.values(made.previews).flatMap((preview) => preview.blockers)
  if (blockers.length > 0) throw new Error(`cannot start: ${JSON.stringify(blockers)}`)
  const home = questions.filter(({ id, stepId }) => stepId === stepIds.home && otherChoices[id] === undefined)
  return {
    planId: made.planId,
    answers,
    home: new Map(home.map(({ id }) => [id, homeAnswers.find((one) => one === answers[id]) ?? 'keep'])),
  }
}

const homeAnswers: readonly Answer[] = ['keep', 'take', 'both']

const otherChoices: Readonly<Record<string, string>> = {
  'checks:holder': 'take-anyway',
  'checks:unfinished': 'begin-anew',
  // Of programs that write while a switch is planned.
  'home:/in-use': 'go-on',
}

function answerOf(question: Question, random: Random): string | undefined {
  const other = otherChoices[question.id]
  if (other !== undefined || question.stepId !== stepIds.home) return other ?? question.safeDefault
  const offered = question.choices.map(({ id }) => id)
  return random.pick(homeAnswers.filter((answer) => offered.includes(answer))) ?? 'keep'
}

export async function startSwitch(from: Host, { planId, answers }: Drawn): Promise<string> {
  const told = await pcSwitcher(from, ['call', calls.switchStart.name, JSON.stringify({ planId, answers })])
  const value = told.messages.find(({ type }) => type === 'value')?.['value']
  if (value === undefined) throw new Error(`did not start: ${JSON.stringify(told.messages)} ${told.stderr}`)
  return calls.switchStart.output.parse(value).switchId
}

export type Ended = Extract<SwitchState, { kind: 'done' | 'interrupted' }>

const patienceMs = 180_000

/** Does `meanwhile` again and again until it ends. */
export async function waitForEnd(host: Host, meanwhile: () => void): Promise<Ended> {
  const busy = setInterval(meanwhile, 60)
  try {
    return await lookForEnd(host)
  } finally {
    clearInterval(busy)
  }
}

async function lookForEnd(host: Host): Promise<Ended> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
    const state = await switchState(host).catch(() => undefined)
    if (state?.kind === 'done' || state?.kind === 'interrupted') return state
    await wait(700)
  }
  throw new Error(`did not end: ${JSON.stringify(await switchState(host)).slice(0, 3000)}`)
}

/** Somewhere in the step of /home, or shortly before or after. */
export async function makeFault(fault: Fault, from: Host, to: Host, random: Random): Promise<void> {
  const delayMs = random.below(4) === 0 ? random.below(4000) : random.below(1500)
  await until(
    'files are copied',
    async () => {
      const state = await switchState(from)
      return state.kind !== 'running' || state.statuses[stepIds.home]?.kind !== 'waiting'
    },
    120_000,
  )
  await wait(delayMs)
  if ((await switchState(from)).kind !== 'running') return
  switch (fault) {
    case 'app killed':
      return killApp(from)
    case 'agent killed there':
      return killAgent(to)
    case 'agent killed here':
      return killAgent(from)
    case 'link cut for a moment':
      await cutLink(to, testPair)
      await wait(random.below(2) === 0 ? 500 : 4000)
      return mendLink(to, testPair)
    case 'paused':
      await pcSwitcher(from, ['call', calls.switchPause.name, '{}'])
      return
    case 'files sent are cut off':
      await shellOn(to, 'pkill -KILL -x rsync || true; pkill -KILL -x perl || true')
      return
    case 'power cut there':
      return crash(to, testPair)
    case 'power cut here':
      return crash(from, testPair)
    case 'restarted there':
      return restart(to, testPair)
    case 'restarted here':
      return restart(from, testPair)
    case 'disk full there':
      return fillDisk(to, from)
    case 'disk full here':
      return fillDisk(from, from)
  }
}

/** In no snapshot, so that it is free again at once. */
const filler = '/var/lib/pc-switcher/full'

/** Until the switch has ended, or for a while. */
async function fillDisk(host: Host, from: Host): Promise<void> {
  await shellOn(host, `fallocate -l $(( $(stat -f -c "%a*%S" /) - 4000000 )) ${filler} || true`)
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    if ((await switchState(from)).kind !== 'running') break
    await wait(300)
  }
  await shellOn(host, `rm -f ${filler}; sync --file-system /`)
}

/** The one that holds the lock. */
async function killAgent(host: Host): Promise<void> {
  await shellOn(
    host,
    'pid=$(grep -o \'"pid":[0-9]*\' /var/lib/pc-switcher/root/lock.json 2>/dev/null | cut -d: -f2); [ -z "$pid" ] || kill -KILL "$pid" || true',
  )
}

export interface CommonBase {
  readonly switchId: string
  /** Another one when either laptop has recorded the same switch again. */
  readonly record: string
}

/** The newest switch after which both remember to have been equal. */
export async function commonBase(): Promise<CommonBase | undefined> {
  const told = await Promise.all((['p17', 'xps'] as const).map((host) => shellOn(host, tellBases)))
  const [one, other] = told.map((text) => {
    const [names = '', ...files] = text.trimEnd().split('\n')
    return { switchIds: (JSON.parse(names) as { switchIds?: readonly string[] }).switchIds ?? [], files }
  })
  const switchId = one?.switchIds.find((each) => other?.switchIds.includes(each))
  if (switchId === undefined) return undefined
  const isOfIt = (file: string): boolean => file.startsWith(`${switchId}.inventory `)
  return { switchId, record: [one, other].flatMap((each) => each?.files.filter(isOfIt) ?? []).join('; ') }
}

const tellBases = `cd /var/lib/pc-switcher/root/home-base 2>/dev/null || { echo '{}'; exit; }
  tr -d '\\n' < bases.json; echo
  stat -c '%n %i %y' -- *.inventory`

export function homeItemOf(proof: Proof) {
  const step = proof.steps.find(({ id }) => id === stepIds.home)
  const item = step?.verification.items[0]
  if (step === undefined || item === undefined) throw new Error('nothing was proven of /home')
  const left = (item.left ?? []).flatMap(({ names }) => names)
  const reasons = (item.left ?? []).map(({ why, names }) => `${why}: ${JSON.stringify(names)}`)
  const leftOut = step.verification.items.flatMap(({ notCompared }) => notCompared?.names ?? [])
  return { chosen: item.chosen, left, reasons, notes: step.verification.notes, leftOut, verdict: item.verdict }
}

interface SetDescription {
  readonly snapshots: readonly {
    readonly subvolume: string
    readonly within?: { readonly subvolume: string; readonly path: BytePath }
  }[]
}

/** Whether contents are in the snapshot that the switch took of the target. */
export function isInSnapshot(home: string, snapshotId: string, path: BytePath, fact: Fact): boolean {
  const set = `${home.replace(/\/home$/, '')}/var/lib/pc-switcher/root/snapshots/${snapshotId}`
  try {
    const { snapshots } = JSON.parse(readFileSync(`${set}/description.json`, 'utf8')) as SetDescription
    // Subvolumes inside /home have snapshots of their own, the innermost comes last.
    const nested = snapshots
      .flatMap(({ subvolume, within }) => (within?.subvolume === 'home' ? [{ subvolume, at: within.path }] : []))
      .findLast(({ at }) => path.startsWith(`${at}/`))
    const [subvolume, rest] =
      nested === undefined ? ['home', path] : [nested.subvolume, path.slice(nested.at.length + 1)]
    return readFileSync(Buffer.from(`${set}/${subvolume}/${rest}`, 'latin1'), 'latin1').startsWith(fact.beginning)
  } catch {
    return false
  }
}
