/** What of that which differs is made like on the laptop that is left, and what is told of it then. */
import type { Answers } from '../../../../contract/preview.ts'
import { fieldsOf, keyOfPath, type EntryFields } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import type { Difference } from '../compare/difference.ts'
import { folderChoiceSoFar } from '../plan/folder-decisions.ts'
import { choiceSoFar, pathsBy, type HomePlan } from '../plan/plan.ts'

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
  const openFolders = plan.folders.filter((decision) => folderChoiceSoFar(decision, answers) !== 'take')
  const isOpenFolder = new Set(openFolders.flatMap(({ paths }) => paths.map(keyOfPath)))
  return ({ key, from }) => !isKept(key) && !isOpenFolder.has(key) && (from !== undefined || isDecided(key))
}
