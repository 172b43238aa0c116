/**
 * What a capability is to the agent: one descriptor in `agent.ts` of its folder, and one line in `agent/capabilities.ts`.
 * Knows one machine, and nothing of pairs or switches.
 */
import type { z } from 'zod'
import type { Catalogue } from '../../contract/catalogue.ts'
import type { AgentProgress } from '../../contract/define.ts'
import type { Wording } from '../../contract/wording.ts'
import type { AppError } from '../../kernel/app-error.ts'
import type { BytePath } from '../../kernel/byte-path.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Message } from '../../kernel/message.ts'
import type { Answer, HostContext } from '../../machine/machine.ts'
import type { AreaId, ListedSet } from '../snapshot-sets/schemas.ts'
import type { TransferArea } from '../transfers/transfer-area.ts'
import type { Area } from './area.ts'
import type { WithKeptTree } from './kept-trees.ts'
import type { OwnPath } from './own-path.ts'

/** The machine as it is before anybody is connected. */
export type AgentHost = Omit<HostContext, 'closing'>

/** Why a set of snapshots is needed now; undefined when it is not. */
export type WhyInUse = (set: ListedSet) => Message | undefined

/** A path below /home that /home's own copying leaves alone. */
export interface HomeException {
  /** Without "/home/": "alice/.local/share/containers". */
  readonly path: BytePath
  /** elsewhere: another step carries it. own: it belongs to pc-switcher on this laptop. */
  readonly kind: 'elsewhere' | 'own'
}

/**
 * Work that goes on without the app: a run is the unit pc-switcher-scheduled@NAME.service, which its timer or a person starts. What
 * it says of itself, and its end, is seen on both laptops (commons/jobs).
 */
export interface Job {
  /** Of its units, on the command line and on disk: "snapshots". */
  readonly name: string
  /** "Automatic snapshots" */
  readonly title: Message
  /**
   * off: until the person chooses a time. weekly, monthly: the package brings a timer that is on, until the person turns it off. none: it
   * is started by what it belongs to, nobody chooses a time, and it is not listed.
   */
  readonly timer: 'off' | 'weekly' | 'monthly' | 'none'
  /** Whether its turn comes while the laptop runs on battery. */
  readonly onBattery: boolean
  /** What a person's start may say of this run; without it nothing. Its timer says nothing. */
  readonly input?: z.ZodType<JobInput>
  /** Answers with what was done. */
  readonly run: (host: AgentHost, all: AllInAgent, job: JobContext) => Promise<Message>
}

export type JobInput = Readonly<Record<string, string>>

export interface JobContext {
  /** Of this run; empty where the timer started it. */
  readonly input: JobInput
  /** Aborted when it is to end: what it started has to be gone eight seconds later. */
  readonly signal: AbortSignal
  /** Progress that is new is a sign of life. */
  readonly report: (progress: AgentProgress) => void
  /**
   * Before each piece of long work: waits until nobody has reserved this laptop, and for the charger where the job needs one. The
   * answer is aborted, a third of a second later at most, once that is over: pause then, and ask for a turn again.
   */
  readonly turn: () => Promise<AbortSignal>
  /** Before it reads the snapshots of a set: nobody deletes them until the run has ended, and the snapshots page says why. */
  readonly hold: (setId: string) => void
}

export interface AgentCapability {
  readonly name: string
  /** What it can say, where that goes to the system's log. */
  readonly messages?: Catalogue
  /** What root does for it. All of them together are the security border. */
  readonly answers?: (all: AllInAgent) => readonly Answer[]
  /** What was left unfinished is finished when an agent starts. A failure is logged. */
  readonly atStart?: (host: AgentHost, all: AllInAgent) => Promise<unknown>
  /**
   * Forgets, durably, what it remembers of these contents, which were replaced from outside of a switch. With `undoes` they
   * are again what they were before that switch: what was known then holds again.
   */
  readonly forget?: (
    stateFolder: string,
    replaced: Replaced,
    undoes: string | undefined,
    logger: Logger,
  ) => void | Promise<void>
  /** What keeps sets of snapshots from being deleted, as it is at this moment. */
  readonly inUse?: (stateFolder: string) => WhyInUse
  /** Why no switch, or other work that reserves the laptop, may begin now. */
  readonly blocksSwitch?: (stateFolder: string) => AppError | undefined
  /** Puts what belongs to a subvolume and stands elsewhere beside it, before a set of snapshots of all is taken. A failure is logged. */
  readonly beforeSnapshots?: (stateFolder: string, signal: AbortSignal) => Promise<void>
  /** Gives back what it keeps on the disk and can do without. Asked for a plan, where room is short. */
  readonly makeRoom?: (host: AgentHost, request: RoomRequest) => Promise<void>
  readonly jobs?: readonly Job[]
  /** Known only when it is asked; asked at every scan of /home. */
  readonly homeExceptions?: (host: AgentHost) => Promise<readonly HomeException[]>
  readonly areas?: readonly Area[]
  /** Areas that files are sent from and to by rsync. */
  readonly transferAreas?: readonly TransferArea[]
  /** Never copied to the other laptop, and left as it is when /etc is brought back from a snapshot. */
  readonly ownPaths?: readonly OwnPath[]
  /** What could not be had again without this place, as the person calls it. */
  readonly reliesOn?: (stateFolder: string, place: string) => readonly string[]
  /** Opens trees that are kept in places. */
  readonly withKeptTree?: WithKeptTree
}

/** Which areas were replaced; none for a subvolume inside another, of which nobody knows what it is part of. */
export type Replaced = readonly AreaId[]

export interface RoomRequest {
  /** Nothing goes that was made for this plan. */
  readonly planId: string
  readonly signal: AbortSignal
}

/** What all capabilities together give to each of them. */
export interface AllInAgent {
  readonly jobs: readonly Job[]
  /** For the system's log alone. */
  readonly wording: Wording
  readonly areas: readonly Area[]
  readonly transferAreas: readonly TransferArea[]
  readonly ownPaths: readonly OwnPath[]
  readonly reliesOn: (stateFolder: string, place: string) => readonly string[]
  readonly withKeptTree: WithKeptTree
  readonly forget: (stateFolder: string, replaced: Replaced, undoes?: string, logger?: Logger) => Promise<void>
  readonly inUse: (stateFolder: string) => WhyInUse
  readonly blocksSwitch: (stateFolder: string) => AppError | undefined
  readonly makeRoom: (host: AgentHost, request: RoomRequest) => Promise<void>
  readonly beforeSnapshots: (host: Pick<AgentHost, 'stateFolder' | 'logger'>, signal: AbortSignal) => Promise<void>
  readonly homeExceptions: (host: AgentHost) => Promise<readonly HomeException[]>
  /** What is done when an agent starts; again after another one was ended. */
  readonly atStart: (host: AgentHost) => Promise<void>
}
