import type { Handlers } from '../../../contract/handlers.ts'
import { createBrowseHandlers } from './browse.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import { createEtcRestoreHandlers } from './restore-etc.ts'
import { createRestoreHandlers } from './restore-files.ts'

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
