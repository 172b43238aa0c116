/** Where an agent keeps what it needs to carry /etc: below its state folder, root's alone. */
import path from 'node:path'
import { mirrorFolder } from '../../../commons/syncthing/on-machine/mirror.ts'

export const liveEtc = '/etc'

export function frozenFolder(stateFolder: string): string {
  return path.join(stateFolder, 'etc', 'frozen')
}

export function switchesFolder(stateFolder: string): string {
  return path.join(stateFolder, 'etc', 'switches')
}

export function switchFolder(stateFolder: string, switchId: string): string {
  return path.join(switchesFolder(stateFolder), switchId)
}

/** What was fetched and proven, with everything it has; its paths are those below /etc. */
export function stagedTree(stateFolder: string, switchId: string): string {
  return path.join(switchFolder(stateFolder, switchId), 'staged')
}

export function etcMirror(stateFolder: string): string {
  return mirrorFolder(stateFolder, 'etc')
}
