/** The answers, put to use. */
import type { Answers } from '../../../contract/preview.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { decide } from '../decide.ts'
import { findProtectedEtc } from '../verbs.ts'
import { assessTracked, isReadable, markOfTaken, type EtcPair, type EtcPath } from './compare-etc.ts'
import { driftQuestionPrefix, ruleQuestionPrefix, type EtcPlan } from './plan.ts'

export type Rules = ReadonlyMap<BytePath, 'always' | 'never'>

/** The id a question about this path has. Ids are text; only paths that are text are asked about. */
export function questionId(prefix: string, path: BytePath): string {
  return `${prefix}${Buffer.from(path, 'latin1').toString('utf8')}`
}

/** What the person decided on files without a rule: path to rule. */
export function newRules(undecided: readonly BytePath[], answers: Answers): Rules {
  return new Map(
    undecided.flatMap((path) => {
      const choice = answers[questionId(ruleQuestionPrefix, path)]
      return choice === 'always' || choice === 'never' ? [[path, choice] as const] : []
    }),
  )
}

export function allRules(plan: EtcPlan, answers: Answers): Rules {
  const undecided = plan.undecided.map(({ path }) => path)
  return new Map([
    ...plan.rules.map(({ path, decision }) => [path, decision] as const),
    ...newRules(undecided, answers),
  ])
}

export interface Course {
  /** Tracked, and to become equal. */
  readonly tracked: readonly EtcPath[]
  /** Tracked, and left as they are this time: on the person's word, or since only the other laptop has them. */
  readonly kept: readonly EtcPath[]
  /** The same, since they changed there after the plan. */
  readonly own: readonly EtcPath[]
  /** The same, since the disk of a laptop does not give them. */
  readonly unreadable: readonly EtcPath[]
}

/** What was agreed on, and what came of it so far. */
export interface AgreedEtc {
  readonly plan: EtcPlan
  readonly answers: Answers
  /** What stands on the target because this switch put it there. */
  readonly placed: ReadonlySet<BytePath>
}

export function chart(inspection: EtcPair, rules: Rules, agreed: AgreedEtc): Course {
  const tracked = inspection.paths.filter(
    (one) => decide(one.path, rules, inspection.never) === 'always' && (one.from !== undefined || one.to !== undefined),
  )
  const of = (wanted: Fate) => tracked.filter((one) => fateOf(one, agreed) === wanted)
  return { tracked: of('copy'), kept: of('kept'), own: of('own'), unreadable: of('unreadable') }
}

type Fate = 'copy' | 'kept' | 'own' | 'unreadable'

function fateOf(one: EtcPath, agreed: AgreedEtc): Fate {
  if (!isReadable(one)) return 'unreadable'
  const state = assessTracked(one)
  if (state === 'equal') return 'copy'
  const answer = agreed.answers[questionId(driftQuestionPrefix, one.path)]
  if (answer === 'keep' || (answer === undefined && state === 'stays')) return 'kept'
  return isNewer(one, state, agreed) ? 'own' : 'copy'
}

/** Somebody changed it on the target after the plan. */
function isNewer(one: EtcPath, state: ReturnType<typeof assessTracked>, { plan, placed }: AgreedEtc): boolean {
  if (placed.has(one.path) || isMadeByPackages(one) || areFolders(one)) return false
  // Nobody touched it there since both were equal.
  if (state === 'copy' && one.base !== undefined) return false
  const planned = plannedMark(plan, one.path)
  // New on the source since the plan: there is nothing to lose.
  if (planned === undefined && one.to === undefined) return false
  return markOfTaken(one) !== planned
}

/** By the packages that were just installed there: then the tracked version is the one to have. */
function isMadeByPackages({ to }: EtcPath): boolean {
  return (to?.kind === 'file' || to?.kind === 'link') && (to.origin === 'shipped' || to.origin === 'made')
}

function areFolders({ from, to }: EtcPath): boolean {
  return from?.kind === 'folder' && to?.kind === 'folder'
}

/** Undefined of what was the same on both laptops then. */
function plannedMark({ changes, undecided, drift }: EtcPlan, path: BytePath): string | undefined {
  return [...changes, ...undecided, ...drift].find((one) => one.path === path)?.there
}

/** Those that the target does not let be changed, or whose folder it does not. */
export async function findProtected(
  to: Machine,
  coming: readonly EtcPath[],
  options: CallOptions,
): Promise<readonly BytePath[]> {
  const there = coming.flatMap((one) => (one.to === undefined ? [] : [one.path]))
  const folders = coming.map(folderOf).filter((folder) => folder !== '')
  const asked = [...new Set([...there, ...folders])]
  if (asked.length === 0) return []
  const { paths } = await to.call(findProtectedEtc, { paths: asked }, options)
  const isProtected = new Set(paths)
  return coming.filter((one) => isProtected.has(one.path) || isProtected.has(folderOf(one))).map(({ path }) => path)
}

function folderOf({ path }: EtcPath): BytePath {
  return path.slice(0, path.lastIndexOf('/'))
}
