/** What was fetched goes into /home: the only way in which root changes a person's files in a switch. */
import { setTimeout } from 'node:timers/promises'
import { exclusionsFor } from '../../../commons/home-exclusions/exclusions.ts'
import { placeProven } from '../../../commons/placing/on-machine/place-proven.ts'
import { findAbandoned, forgetPlacing } from '../../../commons/placing/on-machine/placing-file.ts'
import { homesOf, type Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { Output } from '../../../contract/define.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { AnswerContext } from '../../../machine/machine.ts'
import { readHomes } from '../../../tools/accounts/accounts.ts'
import { clearLeftovers, type PlaceLine } from '../../../tools/files/place-lines.ts'
import { readFolderInside } from '../../../tools/files/safe-path.ts'
import { mountedHomes } from '../../../tools/mounts/mounted-homes.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { createMatcher } from '../exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../inventory/inventory-entry.ts'
import { tickMs } from '../inventory/racy-entry.ts'
import { homeMessages } from '../messages.ts'
import type { HomeLine } from '../placing-lines.ts'
import type { placeHome as verb } from '../verbs.ts'
import { findChangedDatabases } from './changed-databases.ts'
import { hasIncoming, incomingTree } from './incoming.ts'
import { besideOf, confirmBeside, noteBeside } from './memory/beside-files.ts'
import { addKept } from './memory/kept-file.ts'
import { readFound } from './scan/found-file.ts'
import { findFrozen } from './scan/freeze-home.ts'
import { existingScan, frozenOfScan, scanFolder, switchesFolder, switchFolder } from './scan/home-folders.ts'

interface Placing {
  readonly switchId: string
  readonly scanId: string
  readonly lines: readonly HomeLine[]
}

type Left = Output<typeof verb>['left'][number]

/** Once begun it is carried through as far as it gets: told to stop, it stops after a line. */
export async function placeHome(
  places: Places,
  { switchId, scanId, lines }: Placing,
  context: Pick<AnswerContext, 'signal' | 'report'>,
): Promise<Output<typeof verb>> {
  const { stateFolder } = places
  const { signal } = context
  const { root: expectedRoot, mounted } = frozenOfScan(stateFolder, scanId)
  requireMounted(places, mounted)
  // Whoever asks: what never crosses is never written here.
  const { rules } = exclusionsFor(readHomes(), places.areas.home)
  const { found, own } = readFound(existingScan(stateFolder, scanId)) ?? { found: [], own: undefined }
  const isExcluded = createMatcher(rules, found, own)
  const allowed: PlaceLine[] = []
  const left: Left[] = []
  const changed = findChangedDatabases(lines, { live: places.areas.home, expected: expectedRoot })
  for (const line of lines) {
    const paths = [line.path, besideOf(line) ?? line.path]
    if (changed.has(line.path)) left.push({ path: line.path, why: 'changed' })
    else if (paths.every((path) => isExcluded(keyOfPath(path)) === undefined)) allowed.push(line)
    else left.push({ path: line.path, why: 'excluded' })
  }
  await clearAbandoned(places, { signal })
  const folder = switchFolder(stateFolder, switchId)
  const sourceRoot = incomingTree(stateFolder, switchId)
  const trees = { liveRoot: places.areas.home, mounted, sourceRoot, expectedRoot, lines: allowed }
  noteBeside(folder, allowed)
  let lastMs = performance.now()
  const report: typeof context.report = (progress) => {
    lastMs = performance.now()
    context.report(progress)
  }
  const proven = { stateFolder, switchFolder: folder, scanId, ...trees }
  const placed = await placeProven(proven, { signal, report }).finally(() =>
    confirmBeside(folder, allowed, { live: places.areas.home, expected: expectedRoot }),
  )
  const stays = placed.left.filter(({ path, why }) => why === 'not-empty' && holdsSpecialAlone(places.areas.home, path))
  if (stays.length > 0) {
    addKept(
      folder,
      stays.map(({ path }) => path),
    )
  }
  // Nothing that was placed is racy for the next scan.
  await setTimeout(Math.max(0, lastMs + tickMs - performance.now()))
  return {
    ...placed,
    left: [...left, ...placed.left.map(({ path, why, ...rest }) => ({ path, why, ...detailOf(rest) }))],
  }
}

/** What came for a home that is not mounted any more would be put below its mount point, where nobody sees it. */
function requireMounted(places: Places, mounted: readonly BytePath[]): void {
  const { home, homes } = homesOf(places)
  const now = mountedHomes(home, homes)
  const gone = mounted.map((below) => `${home}/${textFromBytePath(below)}`).find((place) => !now.includes(place))
  if (gone !== undefined) throw homeMessages.homeUnmounted({ home: gone })
}

/** Sockets and devices never cross and are never removed, so the folder around them stays, and is named. */
function holdsSpecialAlone(home: string, path: BytePath): boolean {
  const entries = readFolderInside(home, path)
  return entries.length > 0 && entries.every(({ isSpecial }) => isSpecial)
}

/** What runs that were killed left in /home, not yet in its place. */
export async function clearAbandoned(places: Places, options: RunOptions): Promise<void> {
  const { stateFolder } = places
  for (const { switchFolder: folder, switchId, placing } of findAbandoned(switchesFolder(stateFolder))) {
    const { id, scanId, lines } = placing
    const frozen = findFrozen(scanFolder(stateFolder, scanId))
    const [expectedRoot, mounted] = [frozen?.root, frozen?.mounted]
    if (hasIncoming(stateFolder, switchId)) {
      const sourceRoot = incomingTree(stateFolder, switchId)
      await clearLeftovers({ id, liveRoot: places.areas.home, mounted, sourceRoot, expectedRoot, lines }, options)
    }
    confirmBeside(folder, lines, { live: places.areas.home, expected: expectedRoot })
    forgetPlacing(folder)
  }
}

function detailOf({ detail }: { readonly detail?: string }): { readonly detail?: string } {
  return detail === undefined ? {} : { detail }
}
