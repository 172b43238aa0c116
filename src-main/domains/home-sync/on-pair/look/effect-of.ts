/** What becomes of something that differs on the laptop that is taken, if it is made like on the one that is left. */
import type { Effect } from '../../../../contract/plan-calls.ts'
import type { Answers } from '../../../../contract/preview.ts'
import { fieldsOf, type EntryFields } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import type { Difference } from '../compare/difference.ts'
import { choiceSoFar, pathsBy, type HomePlan } from '../plan/plan.ts'

/** Who has it now. What one laptop alone told of is on the other as it was. */
export function whoHas({ from, to }: Difference): { readonly from: boolean; readonly to: boolean } {
  return {
    from: from === undefined ? to?.kind !== 'added' : from.kind !== 'deleted',
    to: to === undefined ? from?.kind !== 'added' : to.kind !== 'deleted',
  }
}

export function effectOf(difference: Difference): Effect | undefined {
  const has = whoHas(difference)
  if (has.from) return has.to ? 'update' : 'add'
  return has.to ? 'remove' : undefined
}

/** Where it comes from, or as it is where it goes. Undefined where only the other laptop told of it. */
export function fieldsOfEffect({ from, to }: Difference): EntryFields | undefined {
  const shared = from?.shared ?? (to?.kind === 'changed' || to?.kind === 'touched' ? undefined : to?.shared)
  return shared === undefined ? undefined : fieldsOf(shared)
}

/** Whether something is made like on the laptop that is left; what is not decided yet is not. */
export function createIsTaken(plan: HomePlan, answers: Answers): (difference: Difference) => boolean {
  const decided = plan.decisions.map((decision) => {
    const isAnswered = answers[decision.id] !== undefined
    return pathsBy(decision, isAnswered ? choiceSoFar(decision, answers) : undefined)
  })
  const isKept = createCover(decided.flatMap(({ kept }) => kept))
  const isDecided = createCover(decided.flatMap(({ taken }) => taken))
  return ({ key, from }) => !isKept(key) && (from !== undefined || isDecided(key))
}
