/** Copies of snapshot sets in a place: what can be done there, whatever holds it. */
import type { OpenedTree } from '../../../commons/capability/kept-trees.ts'
import type { Description } from '../../../commons/snapshot-sets/schemas.ts'
import type { Message } from '../../../kernel/message.ts'
import type { OpenedPlace } from '../../../commons/places/on-machine/open-place.ts'
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

/** What the copy itself does not say. */
export type LookedInto = Omit<OpenedTree, 'at' | 'isOwn' | 'nested'>

export interface OpenedCopies extends OpenedPlace<{
  readonly listed: Copy
  /** A set of this laptop. */
  readonly own: Description
  readonly wanted: BringBack
  readonly named: Copy
  readonly moved: Copy
  readonly work: PlaceWork
}> {
  /** Reads part `part` of `of` of what is there, and compares it with what it was when it was copied. */
  readonly prove: (part: { readonly part: number; readonly of: number }, work: PlaceWork) => Promise<Verified>
  /** Gives back the room of what was removed, where that takes a step of its own. */
  readonly sweep: (work: PlaceWork) => Promise<void>
  /** A subvolume of a copy, to look into. AppError "not-verified" where it is not what was copied. */
  readonly open: (copy: Copy, subvolume: string) => Promise<LookedInto>
  /** Whether the next copy needs the set of the last one, on this laptop. */
  readonly isBuiltOn: boolean
}
