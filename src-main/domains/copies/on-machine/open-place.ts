/** A place that is there: what can be done in it, whatever holds it. */
import type { Description } from '../../../commons/snapshot-sets/schemas.ts'
import type { Message } from '../../../kernel/message.ts'
import type { Room } from '../../../commons/places/on-machine/store/open-store.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Copy } from '../schemas.ts'

export interface PlaceWork extends RunOptions {
  /** How many bytes of what is named have been done; without a total nobody knows how many it will be. */
  readonly report: (progress: { readonly done: number; readonly total?: number; readonly current: Message }) => void
  /** Awaited before each long piece. */
  readonly turn?: () => Promise<unknown>
}

export interface BringBack {
  readonly copy: Copy
  /** Of the copy; each becomes a read-only snapshot of this name in `folder`. */
  readonly subvolumes: readonly string[]
  /** Empty, on the file system of the snapshots. */
  readonly folder: string
}

export interface Verified {
  readonly proven: readonly Copy[]
  readonly damaged: readonly Copy[]
}

export interface OpenedPlace {
  /** Of all laptops, the newest set first. What is only half there is in no list. */
  readonly list: () => Promise<readonly Copy[]>
  /** A set of this laptop. Half of it is never listed, and goes with the next copy. */
  readonly copy: (set: Description, work: PlaceWork) => Promise<Copy>
  readonly bringBack: (wanted: BringBack, work: PlaceWork) => Promise<void>
  /** What only these had goes with them. How many are copies no more. */
  readonly remove: (copies: readonly Copy[], work: PlaceWork) => Promise<number>
  /** Reads part `part` of `of` of what is there, and compares it with what it was when it was copied. */
  readonly verify: (part: { readonly part: number; readonly of: number }, work: PlaceWork) => Promise<Verified>
  /** Gives back the room of what was removed, where that takes a step of its own. */
  readonly prune: (work: PlaceWork) => Promise<void>
  /** As it is when this is read; undefined where nobody tells it. */
  readonly room: () => Room | undefined
  /** Paths in the place of what has a name of ours and is no copy, or cannot be removed: it stays. */
  readonly others: () => readonly string[]
}
