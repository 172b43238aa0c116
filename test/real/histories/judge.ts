/** Whether work is gone that nobody gave up, and whether what is remembered as the same is the same: by the contents of every file. */
import { createCover } from '../../../src-main/domains/home-sync/inventory/key-cover.ts'
import {
  fieldsOf,
  keyOfPath,
  nowhere,
  pathOfKey,
  uncompared,
} from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { baseFile } from '../../../src-main/domains/home-sync/on-machine/memory/bases.ts'
import { choiceOf, pathsBy, type HomePlan } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import type { Answers } from '../../../src-main/contract/preview.ts'
import type { BytePath } from '../../../src-main/kernel/byte-path.ts'
import type { Fact, Listing } from '../../laptops/walk/list-home.ts'
import { entriesOf } from '../home-scans.ts'

/** What files hold, by path. */
export type Contents = ReadonlyMap<BytePath, string>

export function contentsOf(listing: Listing): Contents {
  return new Map([...listing].flatMap(([path, fact]) => (fact.kind === 'f' ? [[path, digestOf(fact)]] : [])))
}

/** Mode, owner, size, time, digest. */
function digestOf({ text }: Fact): string {
  return text.split(' ')[4] ?? ''
}

/** What one person wrote, of which the other laptop may have nothing yet; what they wrote over they gave up themselves. */
export function afterWork(known: Contents, before: Listing, now: Listing): Contents {
  const [was, is] = [contentsOf(before), contentsOf(now)]
  const still = [...known].filter(([path]) => was.get(path) === is.get(path))
  const more = [...is].filter(([path, digest]) => was.get(path) !== digest)
  return new Map([...still, ...more])
}

interface Agreed {
  readonly plan: HomePlan
  readonly answers: Answers
  /** Questions that the person did not answer. */
  readonly unanswered: ReadonlySet<string>
}

interface Judged extends Agreed {
  /** What the target had, as its own person left it. */
  readonly theirs: Contents
  /** Among it: what was written there since both were equal, or since the other version was chosen. */
  readonly work: Contents
  /** What they wrote after the plan was answered. */
  readonly since: ReadonlySet<BytePath>
  readonly after: { readonly from: Listing; readonly to: Listing }
}

/** Whether the person has said which version of something counts. */
export function isSaid({ plan, unanswered }: Agreed): (path: BytePath) => boolean {
  const said = createCover(plan.decisions.filter(({ id }) => !unanswered.has(id)).flatMap(({ paths }) => paths))
  return (path) => said(keyOfPath(path))
}

/** What was written on the target, is on neither laptop, and nobody gave up. */
export function lostWork({ plan, answers, work, since, after }: Judged): readonly string[] {
  const there = new Set([...contentsOf(after.from).values(), ...contentsOf(after.to).values()])
  const taken = plan.decisions
    .filter((decision) => choiceOf(decision, answers) !== 'both')
    .flatMap((decision) => pathsBy(decision, choiceOf(decision, answers)).taken)
  const isGivenUp = createCover(taken)
  return [...work].flatMap(([path, digest]) => {
    const isAnswered = isGivenUp(keyOfPath(path)) && !since.has(path)
    return there.has(digest) || isAnswered ? [] : [`${path}: its work is on neither laptop any more`]
  })
}

/** What differs, and is not named by the proof. */
export function untold({ after }: Judged, isNamed: (path: BytePath) => boolean): readonly string[] {
  const paths = new Set([...contentsOf(after.from).keys(), ...contentsOf(after.to).keys()])
  return [...paths].flatMap((path) => {
    const isSame = after.from.get(path)?.untimed === after.to.get(path)?.untimed
    return isSame || isNamed(path) ? [] : [`${path}: differs, and the proof does not name it`]
  })
}

/** What was to be kept and is another one. */
export function notKept({ plan, answers, theirs, since, after }: Judged): readonly string[] {
  const kept = plan.decisions.flatMap((decision) => pathsBy(decision, choiceOf(decision, answers)).kept)
  const isKept = createCover(kept)
  const now = contentsOf(after.to)
  return [...theirs].flatMap(([path, digest]) =>
    isKept(keyOfPath(path)) && !since.has(path) && now.get(path) !== digest
      ? [`${path}: was to be kept, and is not what it was`]
      : [],
  )
}

interface Remembering {
  readonly stateFolder: string
  readonly listing: Listing
}

/** Both laptops remember to have had the same, and did not. */
export async function rememberedWrongly(
  switchId: string,
  { from, to }: Readonly<Record<'from' | 'to', Remembering>>,
): Promise<readonly string[]> {
  const [here, there] = [
    await entriesOf(baseFile(from.stateFolder, switchId)),
    await entriesOf(baseFile(to.stateFolder, switchId)),
  ]
  return [...there].flatMap(([path, entry]) => {
    const other = here.get(path)
    const isKnown =
      other !== undefined && [entry, other].every(({ local }) => local !== nowhere && local !== uncompared)
    if (!isKnown || fieldsOf(entry.shared).type !== 'f') return []
    const [one, two] = [from.listing.get(path), to.listing.get(path)]
    if (other.shared !== entry.shared) return []
    return one?.untimed === two?.untimed ? [] : [`${pathOfKey(entry.key)}: is remembered as the same, and differs`]
  })
}
