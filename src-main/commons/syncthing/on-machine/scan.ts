/** Has a mirror scanned, and waits until the scan is finished. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { AnswerContext } from '../../../machine/machine.ts'
import { readFolderStatus, scanFolder } from '../../../tools/syncthing/syncthing.ts'
import { type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import { syncthingMessages } from '../messages.ts'
import type { SyncFolder } from '../verbs.ts'

const pulseMs = 1_000
/** One request may carry 30,000 paths, and from 10,000 on a whole scan is as fast (docs/facts/mirror.md). */
const mostNamed = 5_000

export async function scanMirror(
  api: SyncthingApi,
  folder: SyncFolder,
  names: readonly string[],
  { signal }: Pick<AnswerContext, 'signal'>,
): Promise<void> {
  const working = new AbortController()
  const both = AbortSignal.any([signal, working.signal])
  const work = scanFolder(api, folder, names.length > mostNamed ? [] : names, { signal: both })
  try {
    await Promise.race([work, pulse(api, folder, both)])
  } finally {
    working.abort()
    await work.catch(() => undefined)
  }
  await requireHealthy(api, folder, signal)
}

/** Never ends by itself: throws when Syncthing stops answering. */
async function pulse(api: SyncthingApi, folder: SyncFolder, signal: AbortSignal): Promise<never> {
  for (;;) {
    await sleep(pulseMs, undefined, { signal })
    await readFolderStatus(api, folder, { signal })
  }
}

/** A missing marker only shows in the status. */
async function requireHealthy(api: SyncthingApi, folder: SyncFolder, signal: AbortSignal): Promise<void> {
  const { state, error } = await readFolderStatus(api, folder, { signal })
  if (state !== 'error' && error === '') return
  throw syncthingMessages.notScanned({ folder }, { details: error === '' ? state : error })
}
