/** What a person reads of a restoring before it is done. */
import { formatBytes, formatCount } from '../../../../kernel/units.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Change } from '../../../../contract/compare-calls.ts'
import { fileKey, findOpeners } from '../../../../tools/proc/open-files.ts'
import type { RestorePlace, Inspection } from '../../restore-schemas.ts'
import type { Describe } from '../tree/entry-facts.ts'
import { digestSteps, hasSameRights, isPlaceholder, type Step } from './inspect-restore.ts'

const mostShown = 200
const mostNamed = 3

export interface Wording {
  readonly steps: readonly Step[]
  /** What was chosen. */
  readonly paths: readonly BytePath[]
  readonly place: RestorePlace
  readonly instant: boolean
  readonly describe: Describe
  readonly notes: readonly string[]
}

export function wordInspection({ steps, paths, place, instant, describe, notes }: Wording): Inspection {
  const overwritten = steps.filter(isOverwritten)
  const made = madeFiles(steps)
  return {
    ...made,
    instant,
    overwritten: overwritten.slice(0, mostShown).map((step) => viewChange(step, describe)),
    overwrittenCount: overwritten.length,
    keeps: keepsSentence(steps, overwritten.length, place),
    notes: [...notes, ...openNotes(steps), ...placeholderNotes(steps)],
    digest: digestSteps(steps, paths),
  }
}

export function madeFiles(steps: readonly Step[]): { readonly files: number; readonly bytes: number } {
  const made = steps.filter(
    ({ wanted, action }) => (action === 'create' || action === 'replace') && wanted.type !== 'd',
  )
  return {
    files: made.length,
    bytes: made.reduce((sum, { wanted }) => sum + (wanted.type === 'f' ? wanted.bytes : 0), 0),
  }
}

function isOverwritten({ wanted, present, action }: Step): boolean {
  if (action === 'replace') return true
  return action === 'attributes' && present !== undefined && !hasSameRights(wanted, present)
}

function viewChange({ wanted, present }: Step, describe: Describe): Change {
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

function keepsSentence(steps: readonly Step[], count: number, place: RestorePlace): string {
  if (place === 'beside') return 'Nothing is overwritten: it is put beside what is there.'
  if (count === 0) return 'Nothing is overwritten. A snapshot is taken first all the same.'
  const single = steps.length === 1 && steps[0]?.wanted.type !== 'd'
  return single
    ? 'What is there now is kept beside it, with “.bak” after its name; a snapshot is taken first as well.'
    : 'What is overwritten is kept in a snapshot that is taken first. Files that exist only now stay.'
}

function placeholderNotes(steps: readonly Step[]): string[] {
  const nested = steps.flatMap(({ wanted }) => (isPlaceholder(wanted) ? [wanted.path] : []))
  return nested.length === 0
    ? []
    : [`Subvolumes of their own are left out and can be restored by themselves: ${nameSome(nested)}.`]
}

/** A program goes on with the file that it has opened, whatever its name is by then. */
function openNotes(steps: readonly Step[]): string[] {
  const replaced = steps.flatMap(({ present, action }) =>
    action === 'replace' && present?.type === 'f' ? [present] : [],
  )
  const openers = findOpeners(new Set(replaced.map(fileKey)))
  return replaced
    .flatMap((present) => {
      const programs = openers.get(fileKey(present))
      const name = textFromBytePath(present.path)
      return programs === undefined
        ? []
        : [
            `“${name}” is open in ${[...programs].join(', ')}, which goes on with the present one until it opens it anew.`,
          ]
    })
    .slice(0, mostNamed)
}

export function leftOutNotes(paths: readonly BytePath[]): string[] {
  return paths.length === 0 ? [] : [`Left out, because they belong to one laptop alone: ${nameSome(paths)}.`]
}

function nameSome(paths: readonly BytePath[]): string {
  const names = paths.slice(0, mostNamed).map((path) => `“${textFromBytePath(path)}”`)
  const more = paths.length - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`
}

export function spaceNote(bytes: number): string {
  return `${formatBytes(bytes)} have to be sent.`
}
