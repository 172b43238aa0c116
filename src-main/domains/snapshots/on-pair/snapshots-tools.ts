import type { Area } from '../../../commons/capability/area.ts'
import type { HandlerTools } from '../../../machine/reach.ts'

export interface SnapshotsTools extends HandlerTools {
  /** Of all capabilities, with the words for them. */
  readonly areas: readonly Area[]
}
