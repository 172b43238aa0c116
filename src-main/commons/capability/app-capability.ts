/**
 * What a capability is to the app: one descriptor in `app.ts` of its folder, and one line in `app/capabilities.ts`.
 * Knows pairs and verbs, and nothing of how a machine answers.
 */
import type { DoctorItem } from '../../contract/doctor-calls.ts'
import type { LaptopStatus } from '../../contract/overview-calls.ts'
import type { Catalogue } from '../../contract/catalogue.ts'
import type { Handlers } from '../../contract/handlers.ts'
import type { Keeps } from '../../contract/kept-calls.ts'
import type { PageContent, PageEntry } from '../../contract/page-calls.ts'
import type { Setting } from '../../contract/settings-calls.ts'
import type { StepId } from '../../contract/step-ids.ts'
import type { Scoped } from '../../contract/switch-scope.ts'
import type { Proof, StoppedBy } from '../../contract/switch-state.ts'
import type { VerifiedArea } from '../../contract/verify-calls.ts'
import type { WhyAnswer } from '../../contract/why-calls.ts'
import type { Wording } from '../../contract/wording.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { CallOptions, Machine } from '../../machine/machine.ts'
import type { Reach, RunTask } from '../../machine/reach.ts'
import type { SwitchEnd } from '../../switch/engine-parts.ts'
import type { AnyStep, Pair } from '../../switch/step.ts'
import type { LeftStateOn } from '../system-state/on-pair/left-state.ts'
import type { SystemState } from '../system-state/on-pair/open-system-state.ts'
import type { StateContributor } from '../system-state/on-pair/record-step.ts'
import type { WorkState } from '../system-state/on-pair/work-state.ts'
import type { Area } from './area.ts'

/** What the app has for all of them. */
export interface AppParts {
  readonly reach: Reach
  /** This laptop. */
  readonly here: () => Promise<Machine>
  readonly runTask: RunTask
  /** Of this laptop. */
  readonly systemState: SystemState
  /** Of the laptop that a switch leaves, which may be the other one. */
  readonly leftStateOn: LeftStateOn
  /** Of the laptop that has the latest work. */
  readonly workState: WorkState
  readonly systemStateFolder: string
  readonly logger: Logger
  /** For what root says beside its agent. */
  readonly wording: Wording
  /** Has this done from now on, when nothing else is. Returns what does it at once, if nothing else is done. */
  readonly whenIdle: (work: IdleWork) => () => void
  readonly connectIdle: () => Promise<IdlePair>
  /** The same of one laptop alone. */
  readonly connectIdleOn: (laptop: string) => Promise<IdleMachine>
  /** As the person would, so that it can be resumed; harmless when nothing runs. Resolves when it has stopped. */
  readonly pauseSwitch: (by: Extract<StoppedBy, 'battery'>) => Promise<void>
  /** Of all capabilities, the system and /home first. */
  readonly areas: readonly Area[]
  readonly copied: readonly Copied[]
  readonly keeps: readonly Keeps[]
  /** Of all capabilities: known once all are there. */
  readonly contributors: () => readonly StateContributor[]
  readonly steps: () => readonly AnyStep[]
  /** What a client can call, for a capability that builds on another one's answers. Known once all are there. */
  readonly calls: () => Handlers
}

/** This laptop and the other one, by agents of their own at the lowest priority: what they do ends with `close`. */
export interface IdlePair extends Pair {
  readonly close: () => void
}

/** An agent of its own at the lowest priority, which ends with `close`. */
export interface IdleMachine extends Machine {
  readonly close: () => void
}

/** What a capability does by itself while the person does nothing with pc-switcher. */
export interface IdleWork {
  readonly everyMs: number
  /** Ends within a second of the abort: a plan, a switch or a task begins then, or the app ends. */
  readonly run: (signal: AbortSignal) => Promise<void>
}

/** Something that holds for the time of a switch beside the locks: being kept awake, the link of the sync. */
export interface Holding {
  /** Together with the locks, before the plan is looked at once more; absent where a step takes hold of it (`Step.ready`). */
  readonly hold?: (pair: Pair, switchId: string) => Promise<void>
  /** When the switch is begun, before its first change. */
  readonly begin?: (pair: Pair, scoped: Scoped) => Promise<void>
  /** Harmless when nothing is held. */
  readonly release: (pair: Pair, end: SwitchEnd, scoped: Scoped) => Promise<void>
}

export interface ProvenSwitch {
  readonly pair: Pair
  readonly proof: Proof
  /** Whether anything of the person's is other than before on the target. */
  readonly changedLaptop: boolean
}

/** What follows a proven switch, before the other laptop holds the work. Can be run again. */
export type AfterSwitch = (proven: ProvenSwitch) => Promise<void>

/** A question to one laptop's installation, in a person's words. */
export type DoctorCheck = (machine: Machine) => Promise<readonly DoctorItem[]>

export type LaptopFacts = NonNullable<LaptopStatus['facts']>

/** What is remembered of the last switch that was proven. */
export interface LastSwitch {
  readonly switchId: string
  /** What the proof of a step names as kept by choice, as it is shown. */
  readonly chosen: (stepId: StepId) => ReadonlySet<string>
  /** What it names as left without anybody having been asked. */
  readonly left: (stepId: StepId) => ReadonlySet<string>
  /** The same, with what it names as not compared because nobody has decided. */
  readonly open: (stepId: StepId) => ReadonlySet<string>
}

/**
 * Reads on both laptops all that it carries, side by side, whatever is remembered of it, and compares. Changes nothing, leaves
 * nothing, and reports in bytes of both together.
 */
export type FullCheck = (pair: Pair, last: LastSwitch | undefined, options: CallOptions) => Promise<VerifiedArea>

/** What a capability has a switch copy, as the settings say it. */
export interface Copied {
  /** Of its setting: "packages". */
  readonly id: string
  readonly title: string
  readonly text: string
  /** The person can turn it off: its steps stay in the plan and say so, and its full check is not made. */
  readonly isOptional: boolean
}

/** A page that clients draw from data, as a tab of its room and wherever pages are found, and a command that prints the same. */
export interface CapabilityPage extends PageEntry {
  /** Of its command, in a person's words: "show whether both laptops agree on the time". */
  readonly does: string
  readonly read: (parts: AppParts) => Promise<PageContent>
}

/** Why something that it carries is, or is not, on the other laptop. */
export interface Why {
  /** What it looks through: "your home folder". */
  readonly searched: string
  /** `asked`: a path, or a part of a name, as a person types it. Nothing where it knows nothing of the kind. */
  readonly ask: (asked: string) => Promise<readonly WhyAnswer[]>
  /** `name` and `choice` as an answer has them. */
  readonly decide?: (name: string, choice: string) => Promise<unknown>
}

export interface AppCapability {
  readonly name: string
  /** What its agent's part can say, with the words. */
  readonly messages?: Catalogue
  /** What waits for what is in each step's `after`. */
  readonly steps?: (parts: AppParts) => readonly AnyStep[]
  readonly copies?: Copied
  /** Things that a choice with such a rule leaves to each laptop (`keepAlwaysChoice`): stored, listed and taken back for it (commons/kept). */
  readonly keeps?: Keeps
  readonly page?: CapabilityPage
  readonly why?: (parts: AppParts) => Why
  /** A call that nobody answers, or two do, does not compile (app/capabilities.ts). */
  readonly handlers?: (parts: AppParts) => Partial<Handlers>
  readonly holdings?: (parts: AppParts) => readonly Holding[]
  readonly afterSwitch?: (parts: AppParts) => AfterSwitch
  readonly doctorChecks?: readonly DoctorCheck[]
  readonly fullCheck?: (parts: AppParts) => FullCheck
  readonly settings?: (parts: Pick<AppParts, 'systemStateFolder'>) => readonly Setting[]
  /** Lists that it keeps in ~/system-state. */
  readonly contributors?: (parts: AppParts) => readonly StateContributor[]
  /** Its share of what the overview shows of a laptop; all shares together have to be the whole. */
  readonly laptopFacts?: (machine: Machine, parts: Pick<AppParts, 'systemState'>) => Promise<Partial<LaptopFacts>>
  readonly areas?: readonly Area[]
}
