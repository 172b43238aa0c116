/** Scans a folder and waits until the scan is finished. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { AnswerContext } from '../../../machine/machine.ts'
import {
  changeConfigPart,
  readEvents,
  readFolderStatus,
  scanFolder,
  type SyncthingEvent,
} from '../../../tools/syncthing/syncthing.ts'
import { type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import type { SyncFolder } from '../verbs.ts'
import { isPaused } from './configure.ts'
import { syncthingMessages } from '../messages.ts'

const pulseMs = 1_000
const types = ['StateChanged'] as const

const stateChangeSchema = z.object({ folder: z.string(), from: z.string(), to: z.string() })

/**
 * Syncthing scans a folder by itself when it is resumed, so asking as well would scan it twice. A folder that already
 * runs is asked, for `subs` only if there are any.
 */
export async function scanOrStart(
  api: SyncthingApi,
  folder: SyncFolder,
  subs: readonly string[],
  { signal, report }: AnswerContext,
): Promise<void> {
  const working = new AbortController()
  const both = AbortSignal.any([signal, working.signal])
  const work = (await isPaused(api, folder, { signal }))
    ? startAndWait(api, folder, both)
    : scanFolder(api, folder, subs, { signal: both })
  try {
    await Promise.race([work, pulse(api, folder, both, report)])
  } finally {
    working.abort()
    await work.catch(() => undefined)
  }
  await requireHealthy(api, folder, signal)
}

async function startAndWait(api: SyncthingApi, folder: SyncFolder, signal: AbortSignal): Promise<void> {
  const earlier = await readEvents(api, { since: 0, types, waitSeconds: 0 }, { signal })
  let since = newestId(earlier, 0)
  await changeConfigPart(api, { method: 'PATCH', part: `folders/${folder}`, body: { paused: false } }, { signal })
  for (;;) {
    const events = await readEvents(api, { since, types, waitSeconds: 5 }, { signal })
    since = newestId(events, since)
    const changes = events.map(({ data }) => stateChangeSchema.parse(data)).filter((change) => change.folder === folder)
    if (changes.some(({ from, to }) => from === 'scanning' || to === 'error')) return
  }
}

function newestId(events: readonly SyncthingEvent[], least: number): number {
  return Math.max(least, ...events.map(({ id }) => id))
}

/** Never ends by itself: throws when Syncthing stops answering, and tells how many files are known so far. */
async function pulse(
  api: SyncthingApi,
  folder: SyncFolder,
  signal: AbortSignal,
  report: AnswerContext['report'],
): Promise<never> {
  for (;;) {
    await sleep(pulseMs, undefined, { signal })
    const { localFiles } = await readFolderStatus(api, folder, { signal })
    report({ done: localFiles, unit: 'files' })
  }
}

/** A bad rule or a missing marker only shows in the status. */
async function requireHealthy(api: SyncthingApi, folder: SyncFolder, signal: AbortSignal): Promise<void> {
  const { state, error } = await readFolderStatus(api, folder, { signal })
  if (state !== 'error' && error === '') return
  throw syncthingMessages.notScanned({ folder }, { details: error === '' ? state : error })
}
