/** /home as its step sees it, without the engine; and as coreutils see it, without the step. */
import type { Host } from '../practice/layout.ts'
import type { Answers, Preview } from '../src-main/contract/preview.ts'
import type { StepOutcome, VerificationItem } from '../src-main/contract/switch-state.ts'
import { parsePersonRules } from '../src-main/domains/home-sync/on-pair/exclusions/rules-file.ts'
import { createHomeStep } from '../src-main/domains/home-sync/on-pair/home-step.ts'
import { recordHomeBase } from '../src-main/domains/home-sync/on-pair/run/record-base.ts'
import type { HomePlan } from '../src-main/domains/home-sync/on-pair/plan/plan.ts'
import type { Step } from '../src-main/switch/step.ts'
import { silentLogger } from '../src-main/kernel/logger.ts'
import { shellOn, startAgents, type AgentPair } from './laptops-agents.ts'

export interface HomeSwitch {
  readonly switchId: string
  readonly pair: AgentPair
  readonly plan: HomePlan
  readonly preview: Preview
  readonly step: Step<HomePlan>
  /** What each laptop was asked so far, in order: "p17 home.scan". */
  readonly asked: readonly string[]
  run(answers?: Answers, signal?: AbortSignal): Promise<StepOutcome>
  verify(answers?: Answers): Promise<{ readonly item: VerificationItem; readonly notes: readonly string[] }>
  /** What the engine does after everything was verified. */
  record(answers?: Answers): Promise<void>
  /** Stops both agents, as the end of a switch or the death of the app does. */
  close(): Promise<void>
}

let count = 0

/** What the app reads on the source. */
function rulesOn(host: Host): Promise<string> {
  return shellOn(host, 'cat /home/alice/system-state/home.stignore 2>/dev/null || true')
}

/** A switch of /home alone; with `earlier` one that was broken off is taken up again. */
export async function planHome(from: Host, earlier?: Pick<HomeSwitch, 'switchId' | 'plan'>): Promise<HomeSwitch> {
  const asked: string[] = []
  const pair = notingPair(await startAgents(from), asked)
  const switchId = earlier?.switchId ?? `home-${process.pid}-${++count}`
  const none = new AbortController().signal
  const homeStep = createHomeStep({
    readRules: async () => parsePersonRules(await rulesOn(from)),
    isLeftToSyncthing: () => Promise.resolve(true),
  })
  const plan = earlier?.plan ?? (await probeOrClose(homeStep, pair, none))
  const context = (signal: AbortSignal) => ({
    switchId,
    signal,
    logger: silentLogger,
    report: () => undefined,
    questions: [],
    unanswered: new Set<string>(),
  })
  return {
    switchId,
    pair,
    plan,
    preview: homeStep.preview(plan, pair),
    step: homeStep,
    asked,
    run: (answers = {}, signal = none) => homeStep.run(pair, plan, answers, context(signal)),
    async verify(answers = {}) {
      const { items, notes } = await homeStep.verify(pair, plan, answers, context(none))
      const [item] = items
      if (item === undefined) throw new Error('nothing was proven')
      return { item, notes }
    },
    record: (answers = {}) => recordHomeBase(pair, { plan, answers, switchId }),
    close() {
      pair.close()
      return Promise.resolve()
    },
  }
}

function notingPair(pair: AgentPair, asked: string[]): AgentPair {
  const noting = (machine: AgentPair['from']): AgentPair['from'] => ({
    ...machine,
    call(verb, input, options) {
      asked.push(`${machine.name} ${verb.name}`)
      return machine.call(verb, input, options)
    },
  })
  return { ...pair, from: noting(pair.from), to: noting(pair.to) }
}

async function probeOrClose(homeStep: Step<HomePlan>, pair: AgentPair, signal: AbortSignal): Promise<HomePlan> {
  try {
    return await homeStep.probe(pair, { planId: 'plan', signal, logger: silentLogger })
  } catch (error) {
    pair.close()
    throw error
  }
}

export type ProvenSwitch = HomeSwitch & { readonly item: VerificationItem; readonly notes: readonly string[] }

/** What happens on either laptop while it is switched. */
export interface Meanwhile {
  /** After the plan, before anything is copied. */
  readonly planned?: () => Promise<unknown>
  /** After everything was copied, before the proof. */
  readonly copied?: () => Promise<unknown>
}

/** The whole of it: planned, run, proven, remembered. */
export async function switchHome(
  from: Host,
  answers: Answers = {},
  { planned, copied }: Meanwhile = {},
): Promise<ProvenSwitch> {
  const home = await planHome(from)
  try {
    await planned?.()
    await home.run(answers)
    await copied?.()
    const { item, notes } = await home.verify(answers)
    if (item.verdict !== 'differs') await home.record(answers)
    return { ...home, item, notes }
  } finally {
    await home.close()
  }
}

/** What is told besides changes and questions. */
export function noticesOf(preview: Preview): string {
  return preview.blocks.flatMap((block) => (block.kind === 'notice' ? [block.text] : [])).join('\n')
}

const never = [
  './alice/.cache',
  './alice/.ssh/id_*',
  './alice/.ssh/work_key*',
  './alice/.ssh/authorized_keys',
  './alice/.ssh/known_hosts',
  './alice/.gnupg/private-keys-v1.d',
  './alice/.local/share/tailscale',
  './alice/.config/syncthing',
  './alice/.config/pc-switcher',
  './alice/.local/state/pc-switcher',
  './.stfolder',
  './.stignore',
]

/** Everything a file has: bash, find, sha256sum, getfattr and getfacl say it, one line or block each. Paths are below /home. */
export async function homeOf(host: Host, except: readonly string[] = [], folder = '.'): Promise<string> {
  const prune = [...never, ...except].map((pattern) => `-path '${pattern}'`).join(' -o ')
  return shellOn(
    host,
    `export LC_ALL=C; cd /home
    find ${folder} -mindepth 1 \\( ${prune} \\) -prune -o \\( ! -type s -print0 \\) | sort -z > /tmp/names
    xargs -0 -a /tmp/names stat -c '%N %F %a %U %G %y %h' | sed -E '/ directory /s/ [0-9]+$//'
    find ${folder} -mindepth 1 \\( ${prune} \\) -prune -o -type f -printf '%s %P\\0' | sort -z | tr '\\0' '\\n'
    find ${folder} -mindepth 1 \\( ${prune} \\) -prune -o -type f -links +1 -printf '%i %P\\0' | sort -z -k 2 | awk -v RS='\\0' '{ i = $1; if (!(i in n)) n[i] = ++c; sub(/^[0-9]+ /, ""); print "file " n[i] ": " $0 }'
    find ${folder} -mindepth 1 \\( ${prune} \\) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum -z | tr '\\0' '\\n'
    find ${folder} -mindepth 1 \\( ${prune} \\) -prune -o ! -type p ! -type s -print0 | sort -z | xargs -0 getfattr -h -d -m - -e hex --`,
  )
}

/** What must never cross or go, as checksums. */
export async function privateOf(host: Host): Promise<string> {
  return shellOn(
    host,
    `cd /home/alice; find .cache .ssh/id_* .ssh/work_key* .ssh/authorized_keys .ssh/known_hosts .gnupg/private-keys-v1.d .local/share/tailscale .config/syncthing -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum`,
  )
}
