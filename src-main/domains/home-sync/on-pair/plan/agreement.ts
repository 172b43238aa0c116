/** What may be changed on the target: what the plan shows, as the person answered. */
import type { Answers } from '../../../../contract/preview.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { foundPaths, parentsOf } from '../compare/compare-homes.ts'
import { fileSetsOf, readChanges, type Scans } from '../compare/read-entries.ts'
import { alwaysTaken } from './always-taken.ts'
import { areCachesLeft, isCacheOf } from './developer-caches.ts'
import { choiceOf, pathsBy, type HomePlan } from './plan.ts'

export interface Agreement {
  readonly covers: (key: string) => boolean
  /** Comes from the source whatever the target did: by the person's word, or as its lists do. */
  readonly isDecided: (key: string) => boolean
  /** Kept, or left out on either laptop. */
  readonly isAside: (key: string) => boolean
  /** What the target alone has of it stays without a word. */
  readonly isCache: (key: string) => boolean
  /** A folder around something that is kept; it may be there on the target alone. */
  readonly holdsKept: (key: string) => boolean
}

export interface AgreementRequest {
  readonly plan: HomePlan
  readonly answers: Answers
  readonly scans: Scans
  readonly kept: readonly BytePath[]
  /** What the person did on the target since the plan. */
  readonly own: readonly BytePath[]
  /** What this switch itself has done there already. */
  readonly done: readonly BytePath[]
  /** What differs, and the person's own Syncthing carries. */
  readonly toSyncthing: readonly BytePath[]
}

/**
 * What the source changed since both were equal, and what was decided to be taken from it; with that also what this switch has done, which
 * may have been undone on the source while it was broken off. Never what is kept, left out on either laptop, or newer there than the plan.
 */
export async function agreementOf(request: AgreementRequest, options: CallOptions): Promise<Agreement> {
  const { plan, answers, scans, kept, own, done, toSyncthing } = request
  const isAlways = alwaysTaken(scans.from.scan.person)
  const isAside = createCover([...kept, ...toSyncthing, ...plan.found.map(({ path }) => path), ...foundPaths(scans)])
  const isOwn = createCover(own)
  const isTaken = createCover(
    plan.decisions.flatMap((decision) => pathsBy(decision, choiceOf(decision, answers)).taken),
  )
  const theirs = plan.base === undefined ? undefined : await changedKeys(scans, options)
  const isDone = new Set(done.map(keyOfPath))
  const aroundKept = parentsOf(kept.map(keyOfPath))
  const isCache = isCacheOf(scans.from.scan.person, fileSetsOf(scans))
  const areLeft = areCachesLeft(answers)
  const isDecided = (key: string): boolean => isAlways(key) || isTaken(key) || (isCache(key) && !areLeft)
  return {
    isAside,
    isDecided,
    isCache,
    holdsKept: (key) => aroundKept.has(key),
    covers(key) {
      if (isAside(key) || isOwn(key)) return false
      if (isCache(key)) return !areLeft
      return theirs === undefined || theirs.has(key) || isDone.has(key) || isDecided(key)
    },
  }
}

async function changedKeys({ from }: Scans, options: CallOptions): Promise<ReadonlySet<string>> {
  const keys = new Set<string>()
  for await (const { key } of readChanges(from, options)) keys.add(key)
  return keys
}
