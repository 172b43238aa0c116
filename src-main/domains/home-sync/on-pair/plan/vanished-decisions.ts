/** Asks before much of a home goes: by folder, by the name that a person knows. */
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { groupBy } from '../../../../kernel/group-by.ts'
import { parentKey, pathOfKey } from '../../inventory/inventory-entry.ts'
import { exclusionOf } from '../exclusions/path-change.ts'
import type { TakenUnasked } from './collect-units.ts'
import { idOf, marks } from './folder-decisions.ts'
import { questionsAtMost } from './decisions.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { HomeDecision } from './plan.ts'
import { reallyGone, type WentUnderNames } from './really-gone.ts'
import { shownPath } from './shown-path.ts'
import { newEffects, newTally, newVersion } from './tally.ts'
import type { Topmost } from './unit.ts'
import { topFolder, type Units } from './units.ts'

/** Of what is there, this much may go without a question. */
const vanishingShare = 0.1
/** Fewer and smaller than these are looked through in the list of changes, however small the home is. */
const vanishingItems = 20
const vanishingBytes = 20_000_000

export interface There {
  readonly entries: number
  readonly bytes: number
}

/** Whether so much of what was there has gone that it may not have been meant. */
export function isMuchOf(gone: There, there: There): boolean {
  const isMany = gone.entries >= vanishingItems && gone.entries > there.entries * vanishingShare
  return isMany || (gone.bytes >= vanishingBytes && gone.bytes > there.bytes * vanishingShare)
}

interface Vanishing {
  readonly there: There
  readonly went: WentUnderNames
  readonly wholeOf?: Units['wholeOf']
}

/**
 * One for each top folder of which the source deleted something, when it is more than a tenth of what the target has: a disk that is not
 * mounted or a command gone wrong looks like this. Taken out of `taken` again.
 */
export async function vanishedDecisions(
  taken: TakenUnasked,
  { there, went, wholeOf = () => undefined }: Vanishing,
  personFolder: BytePath,
): Promise<HomeDecision[]> {
  const rest = await reallyGone(taken.vanished, went)
  const entries = rest.reduce((sum, one) => sum + one.items, 0)
  const bytes = rest.reduce((sum, one) => sum + one.bytes, 0)
  if (!isMuchOf({ entries, bytes }, there)) return []
  return [...byTopFolder(rest.flatMap((one) => one.topmost()))].map(([around, members]) => {
    const [one] = members
    const folder = one !== undefined && members.length === 1 ? one.key : around
    // What would be worse in halves stays as a whole: what replaces it comes with what went.
    const paths = [...new Set(members.flatMap(({ key }) => wholeOf(key) ?? [key]))].map(pathOfKey)
    const from = { ...newTally(), deleted: members.reduce((sum, one) => sum + one.items, 0) }
    const bytesGone = members.reduce((sum, one) => sum + one.bytes, 0)
    const place = shownPath(pathOfKey(folder), personFolder)
    taken.tally.deleted -= from.deleted
    return {
      id: idOf(place, marks.vanished),
      subject: textFromBytePath(place),
      place: textFromBytePath(place),
      kind: 'vanished' as const,
      paths,
      ...exclusionOf(paths, personFolder),
      from,
      to: newTally(),
      versions: {
        from: newVersion(),
        to: { ...newVersion(), bytes: bytesGone },
      },
      effects: { ...newEffects(), remove: from.deleted, bytesGone },
      units: members.length,
      ...vanishedAbout(members),
      gitFolders: [],
    }
  })
}

/** One for each folder right in a home, unless these are too many questions. */
function byTopFolder(vanished: readonly Topmost[]): ReadonlyMap<string, readonly Topmost[]> {
  const named = groupBy(vanished, ({ key, items }) => (isTopFolder(key, items) ? key : topFolder(key, 2)))
  return named.size <= questionsAtMost ? named : groupBy(vanished, ({ key }) => topFolder(key, 2))
}

/** "alice/Documents", which went with all that was in it. */
function isTopFolder(key: string, items: number): boolean {
  return items > 1 && parentKey(key) !== '' && parentKey(parentKey(key)) === ''
}

/** All of it is what the target has. */
function vanishedAbout(members: readonly Topmost[]): Pick<HomeDecision, 'about' | 'aboutThere'> {
  const about = fingerprintOf(members.map(({ key, items, bytes }) => `${key} ${items} ${bytes}`))
  return { about, aboutThere: about }
}
