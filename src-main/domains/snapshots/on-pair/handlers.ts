import { listBoth } from './list-pair.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import type { Reach, RunTask } from '../../../machine/reach.ts'

export interface HandlerTools {
  readonly reach: Reach
  readonly runTask: RunTask
}

type Keys =
  | 'snapshotsList'
  | 'snapshotsCreate'
  | 'snapshotsMeasure'
  | 'snapshotsPin'
  | 'snapshotsDelete'
  | 'retentionGet'
  | 'retentionSet'
  | 'snapshotsPrune'

export function createSnapshotsHandlers(tools: HandlerTools): Pick<Handlers, Keys> {
  const later = (): Promise<never> => Promise.reject(new Error(`to be built with ${typeof tools}`))
  return {
    snapshotsList: () => listBoth(tools.reach),
    snapshotsCreate: later,
    snapshotsMeasure: later,
    snapshotsPin: later,
    snapshotsDelete: later,
    retentionGet: later,
    retentionSet: later,
    snapshotsPrune: later,
  }
}
