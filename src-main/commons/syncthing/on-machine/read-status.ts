import { bytePathFromText } from '../../../kernel/byte-path.ts'
import type { Output } from '../../../contract/define.ts'
import {
  readConnection,
  readFolderErrors,
  readFolderStatus,
  readPeerSequence,
} from '../../../tools/syncthing/syncthing.ts'
import { type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import type { readSync, SyncFolder } from '../verbs.ts'
import { requirePeerId } from './configure.ts'

export async function readStatus(
  api: SyncthingApi,
  folder: SyncFolder,
  signal: AbortSignal,
): Promise<Output<typeof readSync>> {
  const peer = await requirePeerId(api, { signal })
  const [connection, status, peerSequence, problems] = await Promise.all([
    readConnection(api, peer, { signal }),
    readFolderStatus(api, folder, { signal }),
    readPeerSequence(api, { folder, device: peer }, { signal }),
    readFolderErrors(api, folder, { signal }),
  ])
  return {
    ...connection,
    state: status.state,
    error: status.error,
    needItems: status.needTotalItems,
    needBytes: status.needBytes,
    sequence: status.sequence,
    peerSequence,
    problems: problems.map(({ path, error }) => ({ path: bytePathFromText(path), words: error })),
  }
}
