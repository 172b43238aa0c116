/** What a plan says of each area. Pure. */
import type { Preview } from '../preview.ts'
import { stepIds } from '../step-ids.ts'
import type { PlanView, StepInfo } from '../switch-state.ts'

/** Steps that have something to show; snapshots and records only guard it, and the checks have their own page. */
export function areasOf({ steps, previews }: PlanView): readonly StepInfo[] {
  return steps.filter(({ id, stage }) => stage === 'copy' && previews[id]?.pages[0] !== undefined)
}

/** Those of them that would change something, or ask about it. */
export function areasThatDiffer(plan: PlanView): readonly StepInfo[] {
  return areasOf(plan).filter(({ id }) => {
    const preview = plan.previews[id]
    return preview !== undefined && (hasChanges(preview) || preview.questions.length > 0 || preview.estimate.bytes > 0)
  })
}

/**
 * Titles of the areas outside of /home in which it would do something: of /home the kernel tells what is newer. Images that it asks about
 * were different already when both were compared, and stay so until somebody decides.
 */
export function broughtIn(plan: PlanView): readonly string[] {
  return areasOf(plan).flatMap(({ id, title }) => {
    const preview = plan.previews[id]
    const isAsked = id === stepIds.images && (preview?.questions.length ?? 0) > 0
    if (id === stepIds.home || preview === undefined || isAsked) return []
    return preview.estimate.items + preview.estimate.bytes > 0 ? [title] : []
  })
}

/** Titles of what the person has turned off: it was not compared. */
export function turnedOffIn({ steps, previews }: PlanView): readonly string[] {
  return steps.flatMap(({ id, title }) => (previews[id]?.turnedOff ? [title] : []))
}

/** "Same" is only said of what was compared: a plan of every step that found nothing to do and nothing to ask. */
export function changesNothing({ steps, previews, estimate }: PlanView): boolean {
  const all = steps.flatMap(({ id }) => previews[id] ?? [])
  const asks = all.some(({ questions }) => questions.length > 0)
  return all.length === steps.length && estimate.bytes === 0 && !asks && !all.some(hasChanges)
}

function hasChanges({ blocks }: Preview): boolean {
  return blocks.some((block) => block.kind === 'changes' && block.count > 0)
}
