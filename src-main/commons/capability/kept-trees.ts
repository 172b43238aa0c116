/** Trees that are kept outside of this laptop, as a copy has them: what a capability gives to whoever looks into one and takes out of it. */
import type { BytePath } from '../../kernel/byte-path.ts'
import type { Message } from '../../kernel/message.ts'
import type { FileFacts } from '../../tools/find/find-facts.ts'
import type { LocalAccount } from '../../tools/accounts/accounts.ts'
import type { RunOptions } from '../../tools/run.ts'
import type { HostContext } from '../../machine/machine.ts'

export interface KeptTree {
  /** The name of the place. */
  readonly place: string
  /** Whose it is, by the name that they have there; undefined where there is one alone of this id. */
  readonly laptop?: string | undefined
  readonly setId: string
  readonly subvolume: string
}

export interface FetchWork extends RunOptions {
  /** A sign of life, and what is done. */
  readonly report: (progress: { readonly current: Message }) => void
}

export interface OpenedTree {
  /** When it was taken, and whether of this laptop. */
  readonly at: string
  readonly isOwn: boolean
  /** Where subvolumes were in it, which are copied by themselves. */
  readonly nested: readonly BytePath[]
  /** Where it can be read as a folder of this laptop; undefined where it cannot. */
  readonly root?: string
  /** What is directly in a folder, in no order; by the rights of `as`. AppErrors "not-found", "blocked". */
  readonly list: (folder: BytePath, as?: LocalAccount) => Promise<readonly FileFacts[]>
  /** How much room these take, with all that is in them. */
  readonly measure: (paths: readonly BytePath[]) => Promise<number>
  /**
   * What is at these paths and below comes to the same paths below `into`, an empty folder of root's, and is compared with what it is
   * there. What is not there does not come. AppErrors "not-verified" where something of it is damaged, "disk-full".
   */
  readonly fetch: (paths: readonly BytePath[], into: string, work: FetchWork) => Promise<void>
}

/** AppErrors "not-found", "unreachable", "not-verified" and whatever else keeps a place from being opened. */
export type WithKeptTree = <T>(
  host: Pick<HostContext, 'stateFolder' | 'runFolder'>,
  tree: KeptTree,
  options: RunOptions,
  use: (open: OpenedTree) => Promise<T>,
) => Promise<T>
