/** Bundles in a place: what can be done there, whatever holds it. */
import type { OpenedPlace } from '../../../commons/places/on-machine/open-place.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import type { BundleFacts, BundleHead, NamedContents, WantedBundle } from '../schemas.ts'
import type { MovedByPlace } from '../verbs.ts'
import type { MoveWork } from './arrive.ts'

/** `digest`: of the one that is meant, where others may have its name. */
export type Wanted = WantedBundle & { readonly digest?: string | undefined }

/** What is put there is proven: AppErrors "disk-full", "not-verified", "invalid-input" where another one of its name is there. */
export interface OpenedBundles extends OpenedPlace<{
  readonly listed: BundleFacts
  readonly own: BundleId
  readonly wanted: Wanted
  /** AppError "locked" while something reads it. */
  readonly named: NamedContents
  readonly moved: MovedByPlace
  readonly work: MoveWork
}> {
  /** Asked now, without reading it: with all that belongs to it, and not known to be damaged. */
  readonly has: (head: BundleHead) => Promise<boolean>
}
