/**
 * A place that is open. What is kept there a domain says (copies, bundles); how it is kept, each kind of place. Nothing outside this folder
 * asks which kind it is, but for what differs for a person.
 */
import type { Registry } from '../../../tools/oci/ask-registry.ts'
import type { Store } from '../../../tools/restic/run-restic.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { DiskPlace, KeptPlace, RegistryPlace, StorePlace } from '../schemas.ts'
import { withDiskTop } from './disk/open-disk.ts'
import type { PlaceHost } from './place-host.ts'
import { registryOf } from './registry/open-registry.ts'
import { reachStore, roomOf, storeOf, type Room } from './store/open-store.ts'

/** What a domain keeps: as a place lists it, as this laptop has it, how it is asked for and named, and what is told of one that was moved. */
interface Keeping {
  readonly listed: unknown
  readonly own: unknown
  readonly wanted: unknown
  readonly named: unknown
  readonly moved: unknown
  readonly work: RunOptions
}

/** AppErrors by kind: "unreachable", "blocked", "disk-full", "not-verified" for what is damaged there. */
export interface OpenedPlace<Of extends Keeping> {
  /** Of all laptops, the newest first. What cannot be read is listed as damaged and hides no other; half of one is in no list. */
  readonly list: () => Promise<readonly Of['listed'][]>
  /** Whole or not at all: what was cut off goes with a later one. What is there already is not sent again. */
  readonly put: (own: Of['own'], work: Of['work']) => Promise<Of['moved']>
  readonly get: (wanted: Of['wanted'], work: Of['work']) => Promise<Of['moved']>
  /** How many are there no more. What only these had goes with them. */
  readonly remove: (named: readonly Of['named'][], work: Of['work']) => Promise<number>
  /** Paths there of what has a name of ours and is none of ours, or cannot be removed: it stays. */
  readonly others: () => readonly string[]
  /** As it is when this is read; undefined where nobody tells it. */
  readonly room: () => Room | undefined
}

/** What is opened, for whom. */
export interface Opening<At> {
  readonly host: PlaceHost
  readonly at: At
  readonly options: RunOptions
}

interface Opened<At> extends Opening<At>, Pick<OpenedPlace<Keeping>, 'room'> {}

export interface OpenedDisk extends Opened<DiskPlace> {
  /** Of the disk, as it is mounted. */
  readonly top: string
}

export interface OpenedStore extends Opened<StorePlace> {
  readonly store: Store
}

export interface OpenedRegistry extends Opened<RegistryPlace> {
  readonly registry: Registry
}

/** How each kind of place keeps it. */
export interface Keeper<Open> {
  readonly disk: (opened: OpenedDisk) => Open
  readonly store: (opened: OpenedStore) => Open
  readonly registry: (opened: OpenedRegistry) => Open
}

/** Closed whatever happens. AppError "unreachable" where a disk is not connected; of others whatever is in the way. */
export async function withPlace<Open, T>(
  { host, at, options }: Opening<KeptPlace>,
  keeper: Keeper<Open>,
  work: (open: Open) => Promise<T>,
): Promise<T> {
  if (at.kind === 'disk') {
    const opened = (top: string) => ({ host, at, options, top, room: () => roomOf(top) })
    return withDiskTop(host, at, options, (top) => work(keeper.disk(opened(top))))
  }
  if (at.kind === 'registry')
    return work(keeper.registry({ host, at, options, registry: registryOf(host, at), room: () => undefined }))
  const room = await reachStore(host, at, options)
  return work(keeper.store({ host, at, options, store: storeOf(host, at), room }))
}
