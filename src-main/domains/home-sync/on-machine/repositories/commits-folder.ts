/** Where packs of commits wait that one version of a repository has and the other lacks: root's alone. */
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { homeManner } from '../../../../commons/transfers/on-machine/home-transfers.ts'
import type { TransferArea } from '../../../../commons/transfers/transfer-area.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { homeFolder, makeFolder } from '../scan/home-folders.ts'

const ownState = '/var/lib/pc-switcher/root'

export const commitsTransfers: TransferArea = {
  id: 'home-commits',
  sendFolder: packsFolder(ownState, 'packed'),
  receiveFolder: packsFolder(ownState, 'received'),
  manner: homeManner,
}

/** packed: by this laptop, of its own tree. received: from the other one. */
export type PackOrigin = 'packed' | 'received'

function packsFolder(stateFolder: string, origin: PackOrigin): string {
  return path.join(homeFolder(stateFolder), 'commits', origin)
}

export function makePacksFolder(stateFolder: string, origin: PackOrigin): string {
  return makeFolder(packsFolder(stateFolder, origin))
}

/** One for each repository; its name is a path below the area. */
export function packName(gitFolder: BytePath): string {
  return `${createHash('sha256').update(gitFolder, 'latin1').digest('hex')}.pack`
}

export function packFile(stateFolder: string, origin: PackOrigin, gitFolder: BytePath): string {
  return path.join(packsFolder(stateFolder, origin), packName(gitFolder))
}

export function forgetPacks(stateFolder: string): void {
  rmSync(path.join(homeFolder(stateFolder), 'commits'), { recursive: true, force: true })
}
