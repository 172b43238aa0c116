/** What the person is told before a restore. */
import type { Message } from '../../../../kernel/message.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { TreeChange } from '../../../../contract/compare-calls.ts'
import { fileKey, findOpeners } from '../../../../tools/proc/open-files.ts'
import type { RestorePlace, RestoreInspection } from '../../restore-schemas.ts'
import type { Describe } from '../tree/entry-facts.ts'
import { digestSteps, hasSameRights, isPlaceholder, type RestoreStep } from './inspect-restore.ts'
import { filesMessages } from '../../messages.ts'

const mostShown = 200
const mostNamed = 3

export interface ToWord {
  readonly steps: readonly RestoreStep[]
  /** What was chosen. */
  readonly paths: readonly BytePath[]
  readonly place: RestorePlace
  readonly instant: boolean
  readonly describe: Describe
  readonly notes: readonly Message[]
}

export function wordInspection({ steps, paths, place, instant, describe, notes }: ToWord): RestoreInspection {
  const overwritten = steps.filter(isOverwritten)
  const made = madeFiles(steps)
  return {
    ...made,
    instant,
    overwritten: overwritten.slice(0, mostShown).map((step) => viewChange(step, describe)),
    overwrittenCount: overwritten.length,
    ...(changesNothing(steps) ? { isSame: true } : {}),
    keeps: howKept(steps, overwritten.length, place),
    notes: [...notes, ...openNotes(steps), ...placeholderNotes(steps)],
    digest: digestSteps(steps, paths),
  }
}

export const changesNothing = (steps: readonly RestoreStep[]): boolean =>
  steps.every(({ action }) => action === 'same' || action === 'merge')

export function madeFiles(steps: readonly RestoreStep[]): { readonly files: number; readonly bytes: number } {
  const made = steps.filter(
    ({ wanted, action }) => (action === 'create' || action === 'replace') && wanted.type !== 'd',
  )
  return {
    files: made.length,
    bytes: made.reduce((sum, { wanted }) => sum + (wanted.type === 'f' ? wanted.bytes : 0), 0),
  }
}

function isOverwritten({ wanted, present, action }: RestoreStep): boolean {
  if (action === 'replace' || action === 'remove') return true
  return action === 'attributes' && present !== undefined && !hasSameRights(wanted, present)
}

function viewChange({ wanted, present, action }: RestoreStep, describe: Describe): TreeChange {
  if (action === 'remove') return { path: wanted.path, kind: 'deleted', before: describe(wanted) }
  const sameContent =
    present?.type === wanted.type &&
    (wanted.type === 'd' || (present.bytes === wanted.bytes && present.modified === wanted.modified))
  return {
    path: wanted.path,
    kind: sameContent ? 'attributes' : 'changed',
    ...(present === undefined ? {} : { before: describe(present) }),
    after: describe(wanted),
  }
}

function howKept(steps: readonly RestoreStep[], count: number, place: RestorePlace): Message {
  if (place === 'beside') return filesMessages.keptBeside({})
  if (count === 0) return filesMessages.nothingOverwritten({})
  const single = steps.length === 1 && steps[0]?.wanted.type !== 'd'
  return single ? filesMessages.keptAsBackup({}) : filesMessages.keptInSnapshot({})
}

function placeholderNotes(steps: readonly RestoreStep[]): Message[] {
  const nested = steps.flatMap(({ wanted }) => (isPlaceholder(wanted) ? [wanted.path] : []))
  return nested.length === 0 ? [] : [filesMessages.subvolumesLeftOut(someOf(nested))]
}

/** A program keeps using the file it has opened, even if it was renamed. */
function openNotes(steps: readonly RestoreStep[]): Message[] {
  const replaced = steps.flatMap(({ present, action }) =>
    action === 'replace' && present?.type === 'f' ? [present] : [],
  )
  const openers = findOpeners(new Set(replaced.map(fileKey)))
  return replaced
    .flatMap((present) => {
      const programs = openers.get(fileKey(present))
      const path = textFromBytePath(present.path)
      return programs === undefined ? [] : [filesMessages.isOpen({ path, programs: [...programs] })]
    })
    .slice(0, mostNamed)
}

export function leftOutNotes(paths: readonly BytePath[]): Message[] {
  return paths.length === 0 ? [] : [filesMessages.privateLeftOut(someOf(paths))]
}

export function someOf(paths: readonly BytePath[]): { first: string[]; count: number } {
  return { first: paths.slice(0, mostNamed).map(textFromBytePath), count: paths.length }
}
