/**
 * What a capability is to the agent: one descriptor in `agent.ts` of its folder, and one line in `agent/capabilities.ts`.
 * Knows one machine, and nothing of pairs or switches.
 */
import type { AppError } from '../../kernel/app-error.ts'
import type { BytePath } from '../../kernel/byte-path.ts'
import type { Message } from '../../kernel/message.ts'
import type { Answer, HostContext } from '../../machine/machine.ts'
import type { AreaId, ListedSet } from '../snapshot-sets/schemas.ts'
import type { TransferArea } from '../transfers/transfer-area.ts'
import type { Area } from './area.ts'
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

/** Work that systemd starts on this laptop alone: `systemctl enable pc-switcher-scheduled@NAME.timer`. */
export interface ScheduledWork {
  /** Of the timer and its service: "snapshots". */
  readonly name: string
  /** Answers with what was done, as sentences for the system's log. */
  readonly run: (host: AgentHost, all: AllInAgent, signal: AbortSignal) => Promise<string>
}

export interface AgentCapability {
  readonly name: string
  /** What root does for it. All of them together are the security border. */
  readonly answers?: (all: AllInAgent) => readonly Answer[]
  /** What was left unfinished is finished when an agent starts. A failure is logged. */
  readonly atStart?: (host: AgentHost, all: AllInAgent) => Promise<unknown>
  /**
   * Forgets, durably, what it remembers of these contents, which were replaced from outside of a switch. With `undoes` they
   * are again what they were before that switch: what was known then holds again.
   */
  readonly forget?: (stateFolder: string, replaced: Replaced, undoes?: string) => void | Promise<void>
  /** What keeps sets of snapshots from being deleted, as it is at this moment. */
  readonly inUse?: (stateFolder: string) => WhyInUse
  /** Why no switch, or other work that reserves the laptop, may begin now. */
  readonly blocksSwitch?: (stateFolder: string) => AppError | undefined
  /** Puts what belongs to a subvolume and stands elsewhere beside it, before a set of snapshots of all is taken. A failure is logged. */
  readonly beforeSnapshots?: (stateFolder: string, signal: AbortSignal) => Promise<void>
  /** Gives back what it keeps on the disk and can do without. Asked for a plan, where room is short. */
  readonly makeRoom?: (host: AgentHost, request: RoomRequest) => Promise<void>
  readonly scheduled?: readonly ScheduledWork[]
  /** Known only when it is asked; asked at every scan of /home. */
  readonly homeExceptions?: (host: AgentHost) => Promise<readonly HomeException[]>
  readonly areas?: readonly Area[]
  /** Areas that files are sent from and to by rsync. */
  readonly transferAreas?: readonly TransferArea[]
  /** Never copied to the other laptop, and left as it is when /etc is brought back from a snapshot. */
  readonly ownPaths?: readonly OwnPath[]
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
  readonly areas: readonly Area[]
  readonly transferAreas: readonly TransferArea[]
  readonly ownPaths: readonly OwnPath[]
  readonly forget: (stateFolder: string, replaced: Replaced, undoes?: string) => Promise<void>
  readonly inUse: (stateFolder: string) => WhyInUse
  readonly blocksSwitch: (stateFolder: string) => AppError | undefined
  readonly makeRoom: (host: AgentHost, request: RoomRequest) => Promise<void>
  readonly beforeSnapshots: (host: Pick<AgentHost, 'stateFolder' | 'logger'>, signal: AbortSignal) => Promise<void>
  readonly homeExceptions: (host: AgentHost) => Promise<readonly HomeException[]>
  /** What is done when an agent starts; again after another one was ended. */
  readonly atStart: (host: AgentHost) => Promise<void>
}
