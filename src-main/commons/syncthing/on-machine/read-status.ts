import { bytePathFromText } from '../../../kernel/byte-path.ts'
import type { Output } from '../../../contract/define.ts'
import { readConnection, readFolderErrors, readFolderStatus } from '../../../tools/syncthing/syncthing.ts'
import { type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import type { readSync, SyncFolder } from '../verbs.ts'
import { isPaused, requirePeerId } from './configure.ts'

export async function readStatus(
  api: SyncthingApi,
  folder: SyncFolder,
  signal: AbortSignal,
): Promise<Output<typeof readSync>> {
  const peer = await requirePeerId(api, { signal })
  const [connection, status, problems, paused] = await Promise.all([
    readConnection(api, peer, { signal }),
    readFolderStatus(api, folder, { signal }),
    readFolderErrors(api, folder, { signal }),
    isPaused(api, folder, { signal }),
  ])
  return {
    ...connection,
    state: paused ? 'paused' : status.state,
    error: status.error,
    global: countsOf(status, 'global'),
    local: countsOf(status, 'local'),
    needItems: status.needTotalItems,
    needDeletes: status.needDeletes,
    needBytes: status.needBytes,
    pullErrors: status.pullErrors,
    receiveOnlyItems: status.receiveOnlyTotalItems,
    sequence: status.sequence,
    peerSequence: status.remoteSequence?.[peer] ?? 0,
    problems: problems.map(({ path, error }) => ({ path: bytePathFromText(path), words: error })),
  }
}

type Status = Awaited<ReturnType<typeof readFolderStatus>>

function countsOf(status: Status, side: 'global' | 'local') {
  return {
    files: status[`${side}Files`],
    folders: status[`${side}Directories`],
    links: status[`${side}Symlinks`],
    bytes: status[`${side}Bytes`],
  }
}
