import type { Handlers } from '../../../contract/handlers.ts'
import type { Reach, RunTask } from '../../../machine/reach.ts'

export interface HandlerTools {
  readonly reach: Reach
  readonly runTask: RunTask
}

type Keys =
  | 'filesList'
  | 'filesLook'
  | 'filesFind'
  | 'filesVersions'
  | 'restorePlan'
  | 'restoreRun'
  | 'etcRestorePlan'
  | 'etcRestoreRun'

export function createFilesHandlers(tools: HandlerTools): Pick<Handlers, Keys> {
  const later = (): Promise<never> => Promise.reject(new Error(`to be built with ${typeof tools}`))
  return {
    filesList: later,
    filesLook: later,
    filesFind: later,
    filesVersions: later,
    restorePlan: later,
    restoreRun: later,
    etcRestorePlan: later,
    etcRestoreRun: later,
  }
}
