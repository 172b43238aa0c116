/**
 * What a capability is to the app: one descriptor in `app.ts` of its folder, and one line in `app/capabilities.ts`.
 * Knows pairs and verbs, and nothing of how a machine answers.
 */
import type { DoctorItem, LaptopStatus, Setting } from '../../contract/calls.ts'
import type { Catalogue } from '../../contract/catalogue.ts'
import type { Handlers } from '../../contract/handlers.ts'
import type { Proof } from '../../contract/switch-state.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Machine } from '../../machine/machine.ts'
import type { Reach, RunTask } from '../../machine/reach.ts'
import type { AnyStep, Pair } from '../../switch/step.ts'
import type { SyncSession } from '../syncthing/on-pair/sync-session.ts'
import type { SystemState } from '../system-state/on-pair/open-system-state.ts'
import type { StateContributor } from '../system-state/on-pair/record-step.ts'
import type { Area } from './area.ts'

/** What the app has for all of them. */
export interface AppParts {
  readonly reach: Reach
  /** This laptop. */
  readonly here: () => Promise<Machine>
  readonly runTask: RunTask
  readonly systemState: SystemState
  readonly systemStateFolder: string
  readonly sync: SyncSession
  readonly logger: Logger
  /** Of all capabilities, the system and /home first. */
  readonly areas: readonly Area[]
  /** Of all capabilities: known once all are there. */
  readonly contributors: () => readonly StateContributor[]
  /** What a client can call, for a capability that builds on another one's answers. Known once all are there. */
  readonly calls: () => Handlers
}

/** Something that holds for the time of a switch beside the locks: being kept awake, the link of the sync. */
export interface Holding {
  readonly hold: (pair: Pair, switchId: string) => Promise<void>
  readonly release: (pair: Pair) => Promise<void>
}

export interface ProvenSwitch {
  readonly pair: Pair
  readonly proof: Proof
  /** Whether anything of the person's is other than before on the laptop that is taken. */
  readonly changedLaptop: boolean
}

/** What follows a proven switch, before the other laptop holds the work. Can be run again. */
export type AfterSwitch = (proven: ProvenSwitch) => Promise<void>

/** A question to one laptop's installation, in a person's words. */
export type DoctorCheck = (machine: Machine) => Promise<readonly DoctorItem[]>

export type LaptopFacts = NonNullable<LaptopStatus['facts']>

export interface AppCapability {
  readonly name: string
  /** What its agent's part can say, with the words. */
  readonly messages?: Catalogue
  /** In the order the wizard lists them; what waits for what is in each step's `after`. */
  readonly steps?: (parts: AppParts) => readonly AnyStep[]
  /** A call that nobody answers, or two do, does not compile (app/capabilities.ts). */
  readonly handlers?: (parts: AppParts) => Partial<Handlers>
  readonly holdings?: (parts: AppParts) => readonly Holding[]
  readonly afterSwitch?: (parts: AppParts) => AfterSwitch
  readonly doctorChecks?: readonly DoctorCheck[]
  readonly settings?: (parts: Pick<AppParts, 'systemStateFolder'>) => readonly Setting[]
  /** Lists that it keeps in ~/system-state. */
  readonly contributors?: (parts: AppParts) => readonly StateContributor[]
  /** Its share of what the overview shows of a laptop; all shares together have to be the whole. */
  readonly laptopFacts?: (machine: Machine) => Promise<Partial<LaptopFacts>>
  readonly areas?: readonly Area[]
}
