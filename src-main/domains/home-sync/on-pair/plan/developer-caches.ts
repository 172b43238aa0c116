/**
 * Developer caches of the person: what the source has comes, and what the target alone has stays, whoever changed it. Nobody is asked, but
 * whether they come at all where that would take long.
 */
import { developerCaches } from '../../../../commons/home-exclusions/developer-caches.ts'
import { linkSpeed } from '../../../../commons/laptop/on-pair/link-speed.ts'
import type { Answers, Question } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { createSetOf, type FileSet } from '../../file-sets/file-set.ts'
import { createCover } from '../../inventory/key-cover.ts'
import type { Difference } from '../compare/difference.ts'
import * as choices from '../choices/texts.ts'
import * as texts from '../texts.ts'
import { folderOfPerson } from './always-taken.ts'
import { take, type TakenUnasked } from './collect-units.ts'
import type { HomePlan } from './plan.ts'
import { addTo, newUnit, type Unit } from './unit.ts'
import { topFolder } from './units.ts'

export type IsCache = (key: string) => boolean

/** Files of one set, as those of a database, are none: half of each laptop's would be torn. They are decided like any others. */
export function isCacheOf(person: { readonly home: string }, fileSets: readonly FileSet[] = []): IsCache {
  const isInside = createCover(developerCaches.map(({ pattern }) => `${folderOfPerson(person)}/${pattern}`))
  const setOf = createSetOf(fileSets)
  return (key) => isInside(key) && setOf(key) === undefined
}

interface CacheDifferences {
  /** Hands on what is no cache. */
  through(differences: AsyncIterable<Difference>): AsyncGenerator<Difference>
  /** Adds what comes to what is taken. */
  takeInto(taken: TakenUnasked): { readonly items: number; readonly bytes: number }
}

/** `record` is told of each that comes. */
export function createCacheDifferences(isCache: IsCache, record: (difference: Difference) => void): CacheDifferences {
  const units = new Map<string, Unit>()
  return {
    async *through(differences) {
      for await (const difference of differences) {
        if (!isCache(difference.key)) {
          yield difference
          continue
        }
        const comes = comingOf(difference)
        if (comes === undefined) continue
        record(comes)
        const around = topFolder(comes.key, 3)
        const unit = units.get(around) ?? newUnit(around, true)
        units.set(around, unit)
        addTo(unit, comes)
      }
    },
    takeInto(taken) {
      let [items, bytes] = [0, 0]
      for (const unit of units.values()) {
        items += unit.from.added + unit.from.changed
        bytes += unit.from.bytes
        take(taken, unit)
      }
      return { items, bytes }
    },
  }
}

/** Undefined for what stays: nothing of a cache goes because the other laptop has not got it. */
function comingOf({ key, from, to }: Difference): Difference | undefined {
  if (from !== undefined) return from.kind === 'deleted' ? undefined : { key, from }
  return to === undefined || to.kind === 'added' ? undefined : { key, from: { kind: 'changed', shared: to.shared } }
}

/** Less than this comes in two minutes over any link that is worth switching over, and the link is not tried. */
const smallBytes = 50_000_000
const askedFromMs = 120_000

/** How long they take, where that is worth asking. */
export async function slowCaches(
  pair: Pair,
  { items, bytes }: { readonly items: number; readonly bytes: number },
  options: CallOptions,
): Promise<HomePlan['slowCaches']> {
  if (bytes < smallBytes) return undefined
  const ms = Math.round((bytes / Math.max(1, await linkSpeed(pair, options))) * 1_000)
  return ms > askedFromMs ? { items, bytes, ms } : undefined
}

const questionId = 'home:developer-caches'

export function areCachesLeft(answers: Answers): boolean {
  return answers[questionId] === 'leave'
}

export function cachesQuestion({ slowCaches }: HomePlan, pair: Pair): readonly Question[] {
  if (slowCaches === undefined) return []
  return [
    {
      id: questionId,
      stepId: stepIds.home,
      pageId: wizardPages.home.id,
      form: 'choice',
      title: texts.caches.title,
      subject: { kind: 'home', place: '.cache' },
      about: '',
      reason: texts.caches.reason(slowCaches, pair),
      choices: [
        { id: 'take', ...choices.takeCaches(slowCaches, pair), meaning: 'change', bulk: false },
        { id: 'leave', ...choices.leaveCaches(pair), meaning: 'keep', bulk: false },
      ],
      safeDefault: 'take',
      required: false,
      secret: false,
      canLook: false,
    },
  ]
}
