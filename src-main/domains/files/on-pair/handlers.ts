import type { Handlers } from '../../../contract/handlers.ts'
import type { Reach, RunTask } from '../../../machine/reach.ts'
import { createBrowseHandlers } from './browse.ts'
import { createEtcRestoreHandlers } from './restore-etc.ts'
import { createRestoreHandlers } from './restore-files.ts'

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
  return { ...createBrowseHandlers(tools), ...createRestoreHandlers(tools), ...createEtcRestoreHandlers(tools) }
}
