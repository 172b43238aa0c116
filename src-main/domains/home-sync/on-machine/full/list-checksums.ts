/** Freezes /home, lists all of it and reads every byte. What was remembered of it plays no part. */
import path from 'node:path'
import type { AgentProgress } from '../../../../contract/define.ts'
import { homeMessages } from '../../messages.ts'
import { writeOutline } from '../inventory/outline-file.ts'
import { summarize, type InventorySummary } from '../inventory/summarize.ts'
import { deleteFrozen, freezeHome } from '../scan/freeze-home.ts'
import { makeFolder } from '../scan/home-folders.ts'
import { listFrozen, type ListedHome, type ScanRequest } from '../scan/scan-home.ts'
import { addChecksums } from './add-checksums.ts'
import { clearAbandonedWork, removeWork } from './work-folder.ts'

export interface ListedChecksums extends Pick<ListedHome, 'found' | 'specials'> {
  /** When it was frozen. */
  readonly at: string
  readonly summary: InventorySummary
}

interface ListingOptions {
  readonly signal: AbortSignal
  readonly report: (progress: AgentProgress) => void
}

/** The list is in `folder` afterwards. Nothing is there when it was stopped or failed. */
export async function listChecksums(
  request: Omit<ScanRequest, 'before'>,
  folder: string,
  { signal, report }: ListingOptions,
): Promise<ListedChecksums> {
  await clearAbandonedWork(request.places.stateFolder)
  makeFolder(folder)
  try {
    report({ done: 0, unit: 'bytes', current: homeMessages.listing({}) })
    const frozenAt = Date.now()
    const frozen = await freezeHome(request.places, folder, { signal })
    const { inventory, found, specials, isExcluded } = await listFrozen(
      request,
      { folder, frozen, frozenAt, earlier: undefined },
      { signal },
    )
    const summary = summarize(inventory.stretches, isExcluded)
    let done = 0
    const onBytes = (count: number): void => report({ done: (done += count), total: summary.bytes, unit: 'bytes' })
    onBytes(0)
    writeOutline(await addChecksums(inventory, { root: frozen.root, file: checksumsFile(folder) }, { signal, onBytes }))
    await deleteFrozen(folder, {})
    return { at: new Date(frozenAt).toISOString(), summary, found, specials }
  } catch (thrown) {
    await removeWork(folder)
    throw thrown
  }
}

export function checksumsFile(folder: string): string {
  return path.join(folder, 'checksums')
}
