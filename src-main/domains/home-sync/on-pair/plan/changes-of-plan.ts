import type { Answers } from '../../../../contract/preview.ts'
import { changesOfUse } from '../in-use/in-use.ts'
import { choiceOf, toldTally, type HomeDecision, type HomePlan } from './plan.ts'
import * as texts from '../texts.ts'

/** Sentences about decisions of `now` that were not open in the same way in `agreed`; empty when its answers still hold. */
export function changesOfPlan(agreed: HomePlan, now: HomePlan, answers: Answers): readonly string[] {
  if (agreed.base !== now.base) return [texts.changes.base]
  if (linesOf(agreed) !== linesOf(now)) return [texts.changes.rules]
  const before = new Map(agreed.decisions.map((decision) => [decision.id, decision]))
  const ofDecisions = now.decisions.flatMap((decision) => {
    const earlier = before.get(decision.id)
    if (earlier === undefined) return [texts.changes.newDecision(decision.subject)]
    const isStill = isSameQuestion(earlier, decision) && (isSameThere(earlier, decision) || isLeft(decision, answers))
    return isStill ? [] : [texts.changes.otherDecision(decision.subject)]
  })
  return [
    ...ofDecisions,
    ...changesOfFolders(agreed, now),
    ...changesOfUse(agreed, now, answers),
    ...moreDeleted(agreed, now),
  ]
}

/** Deleted on the source after the plan: fewer go with what programs write and delete all the time. */
const deletedUnseenAtMost = 20

/** What goes was seen before the start. */
function moreDeleted(agreed: HomePlan, now: HomePlan): readonly string[] {
  const more = reallyDeleted(now) - reallyDeleted(agreed)
  return more > deletedUnseenAtMost ? [texts.changes.moreDeleted(more)] : []
}

/** With what is other contents under a new name. */
function reallyDeleted({ taken }: HomePlan): number {
  return toldTally(taken).deleted + (taken.renamed?.changed ?? 0)
}

/** What the source has written since, which is taken along. */
export function newSince(agreed: HomePlan, now: HomePlan): readonly string[] {
  const [before, after] = [toldTally(agreed.taken), toldTally(now.taken)]
  const items = after.added + after.changed - before.added - before.changed
  const bytes = after.bytes - before.bytes
  const deleted = after.deleted - before.deleted
  return [
    ...(items > 0 || bytes > toldFromBytes ? [texts.newSince.written(Math.max(0, items), Math.max(0, bytes))] : []),
    ...(deleted > 0 ? [texts.newSince.deleted(deleted)] : []),
  ]
}

const toldFromBytes = 1e6

/** What was answered holds for the rights that both had then. */
function changesOfFolders(agreed: HomePlan, now: HomePlan): readonly string[] {
  const before = new Map(agreed.folders.map(({ id, about }) => [id, about]))
  return now.folders.flatMap(({ id, about, subject }) => {
    if (before.get(id) === about) return []
    return [before.has(id) ? texts.changes.otherDecision(subject) : texts.changes.newDecision(subject)]
  })
}

/**
 * With what was answered for another version than the target has by now: that stays as it is, and is asked about by the next switch. Only
 * so does a file that is written all the time not keep every switch from starting.
 */
export function asAgreed(agreed: HomePlan, now: HomePlan, answers: Answers): HomePlan {
  const before = new Map(agreed.decisions.map((decision) => [decision.id, decision]))
  const decisions = now.decisions.map((decision) => {
    const earlier = before.get(decision.id)
    const isNewer = earlier !== undefined && !isSameThere(earlier, decision) && choiceOf(decision, answers) !== 'keep'
    return isNewer ? { ...decision, isNewerThere: true as const } : decision
  })
  return { ...now, decisions, answeredThere: agreed.scans.to }
}

/** Nothing of theirs is changed by the answer, or of one thing alone, which stays then. */
function isLeft(decision: HomeDecision, answers: Answers): boolean {
  return (decision.units === 1 && decision.kind !== 'vanished') || choiceOf(decision, answers) === 'keep'
}

function isSameThere(earlier: HomeDecision, now: HomeDecision): boolean {
  return earlier.aboutThere === now.aboutThere
}

function linesOf({ rules }: HomePlan): string {
  return rules.map(({ pattern, decision }) => `${decision} ${pattern}`).join('\n')
}

function isSameQuestion(earlier: HomeDecision, now: HomeDecision): boolean {
  if (earlier.kind !== now.kind) return false
  const agreed = new Set(earlier.paths)
  return now.paths.every((path) => agreed.has(path))
}
