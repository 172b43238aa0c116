/** What was fetched goes into /home: the only way in which root changes a person's files in a switch. */
import { randomUUID } from 'node:crypto'
import type { Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { exclusionsFor } from '../../../commons/home-exclusions/exclusions.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import type { AnswerContext } from '../../../machine/machine.ts'
import { readHomes } from '../../../tools/accounts/accounts.ts'
import { syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { clearLeftovers, placeLines, type PlaceLine } from '../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { createMatcher } from '../exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../inventory/inventory-entry.ts'
import type { placeHome as verb } from '../verbs.ts'
import { hasIncoming, incomingTree } from './incoming.ts'
import { beginPlacing } from './memory/placed-file.ts'
import { findAbandoned, forgetPlacing, notePlacing } from './memory/placing-file.ts'
import { readFound } from './scan/found-file.ts'
import { findFrozen } from './scan/freeze-home.ts'
import { existingScan, frozenOfScan, scanFolder, switchFolder } from './scan/home-folders.ts'

type Left = Output<typeof verb>['left'][number]

/** Once begun it is carried through as far as it gets: told to stop, it stops after a line. */
export async function placeHome(
  places: Places,
  { switchId, scanId, lines }: Parsed<typeof verb>,
  { signal, report }: Pick<AnswerContext, 'signal' | 'report'>,
): Promise<Output<typeof verb>> {
  const { stateFolder } = places
  const expectedRoot = frozenOfScan(stateFolder, scanId).root
  // Whoever asks: what never crosses is never written here.
  const { rules } = exclusionsFor(readHomes(), places.areas.home)
  const { found, own } = readFound(existingScan(stateFolder, scanId)) ?? { found: [], own: undefined }
  const isExcluded = createMatcher(rules, found, own)
  const refused = lines.filter(({ path }) => isExcluded(keyOfPath(path)) !== undefined)
  const allowed: readonly PlaceLine[] = lines.filter((line) => !refused.includes(line))
  const left: Left[] = refused.map(({ path }) => ({ path, why: 'excluded' }))
  const counts = { placed: 0, removed: 0 }
  await clearAbandoned(places, { signal })
  const folder = switchFolder(stateFolder, switchId)
  const id = randomUUID().replaceAll('-', '')
  const request = {
    id,
    liveRoot: places.areas.home,
    sourceRoot: incomingTree(stateFolder, switchId),
    expectedRoot,
    lines: allowed,
  }
  notePlacing(folder, { id, scanId, lines: [...allowed] })
  const journal = beginPlacing(
    folder,
    allowed.map(({ path }) => path),
  )
  let isWhole = false
  try {
    // Contents that are shared are written out first: all at once takes less than one by one.
    await syncFileSystem(request.sourceRoot, { signal })
    await placeLines(
      request,
      (result) => {
        journal.note(result)
        if (result.outcome === 'left') left.push({ path: result.path, why: result.why, ...detailOf(result) })
        else if (result.outcome === 'removed' || result.outcome === 'absent') counts.removed += 1
        else counts.placed += 1
        report({ done: counts.placed + counts.removed + left.length, total: lines.length, unit: 'files' })
      },
      { signal },
    )
    isWhole = true
  } finally {
    if (!isWhole) await clearLeftovers(request, {})
    // What was placed is on the disk before anybody says so.
    await syncFileSystem(places.areas.home, {})
    journal.close()
  }
  forgetPlacing(folder)
  return { ...counts, left }
}

/** What runs that were killed left in /home, not yet in its place. */
export async function clearAbandoned(places: Places, options: RunOptions): Promise<void> {
  const { stateFolder } = places
  for (const { switchFolder: folder, switchId, placing } of findAbandoned(stateFolder)) {
    const { id, scanId, lines } = placing
    const expectedRoot = findFrozen(scanFolder(stateFolder, scanId))?.root
    if (hasIncoming(stateFolder, switchId)) {
      const sourceRoot = incomingTree(stateFolder, switchId)
      await clearLeftovers({ id, liveRoot: places.areas.home, sourceRoot, expectedRoot, lines }, options)
    }
    forgetPlacing(folder)
  }
}

function detailOf({ detail }: { readonly detail?: string }): { readonly detail?: string } {
  return detail === undefined ? {} : { detail }
}
