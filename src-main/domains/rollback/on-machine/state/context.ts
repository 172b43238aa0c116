/** The running laptop around a rollback: its mounts, who uses what, its services. Tests have their own. */
import type { Area } from '../../../../commons/snapshot-sets/schemas.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import type { InNamespace } from '../../../../tools/mounts/mount.ts'
import type { UserNames } from '../in-use/users.ts'

export interface Surroundings {
  /** A process that sees what everybody sees, and the words to act in its place. */
  readonly mountsOf: number
  readonly within: InNamespace
  /** Of the file system, as tables of mounts have it: numbers of subvolumes mean nothing on another one. */
  readonly device: string
  readonly names: UserNames
  readonly stopUnit: (unit: string) => Promise<void>
  readonly startUnit: (unit: string) => Promise<void>
  /** Forgets what is remembered of the contents of these areas, durably: from then on everything is compared anew. */
  readonly forget: (areas: readonly Area[]) => Promise<void>
  readonly bootId: string
  /** For whoever looks into why: what a sentence for the person leaves out. */
  readonly log: (error: AppError) => void
}
