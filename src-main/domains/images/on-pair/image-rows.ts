/** Rows of the plan: what becomes of images and guests on the target. */
import type { Change } from '../../../contract/preview.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { formatBytes } from '../../../kernel/units.ts'
import type { Pair } from '../../../switch/step.ts'
import { needsShutDown } from './image-answers.ts'
import type { ImageGroup } from './image-group.ts'
import { toDecideOn } from './shut-down/texts.ts'
import * as texts from './texts.ts'

export function changesOf(group: ImageGroup, pair: Pair): readonly Change[] {
  const { effect, detail } = describeDecision(group, pair)
  if (effect === undefined) return []
  // What is asked about stays until somebody answers, and shows what would come.
  const isAsked = group.decision.kind === 'ask' && !needsShutDown(group)
  return rowsOf(group, isAsked ? 'update' : effect, detail).map((row) => (isAsked ? { ...row, effect } : row))
}

/** Of one that is asked about, when it is brought. */
export function changesWhenTaken(group: ImageGroup, { from }: Pair): readonly Change[] {
  return rowsOf(group, 'update', texts.changedOn(from.label))
}

function rowsOf(group: ImageGroup, effect: Change['effect'], detail: string): readonly Change[] {
  if (group.guests.length > 0) return [guestChange(group, effect, detail)]
  return shownOf(group, effect).map(({ name, bytes, of, onTo }) => ({
    effect: effect === 'update' && !onTo ? 'add' : effect,
    name: textFromBytePath(name),
    kind: 'image',
    detail: bytes < of ? texts.onlyChanges(detail, formatBytes(of)) : detail,
    bytes,
  }))
}

/** Of an image that is brought only what crosses of it, and nothing of one that is the same. */
function shownOf({ members }: ImageGroup, effect: Change['effect']) {
  return members
    .filter(({ isSame }) => effect !== 'update' || isSame === undefined)
    .map(({ name, allocatedBytes, comingBytes, onFrom, onTo }) => {
      const bytes = effect === 'update' && onFrom ? Math.min(comingBytes, allocatedBytes) : allocatedBytes
      return { name, bytes, of: allocatedBytes, onTo }
    })
}

/** One row, which opens to the disks and the other parts. */
function guestChange(group: ImageGroup, effect: Change['effect'], detail: string): Change {
  const { guests, members } = group
  const isNew = [...guests, ...members].every(({ onTo }) => !onTo)
  const shown = shownOf(group, effect)
  const sum = (key: 'bytes' | 'of') => shown.reduce((total, one) => total + one[key], 0)
  return {
    effect: effect === 'update' && isNew ? 'add' : effect,
    name: guests.map(({ name }) => name).join(', '),
    kind: texts.guestKind,
    detail: sum('bytes') < sum('of') ? texts.onlyChanges(detail, formatBytes(sum('of'))) : detail,
    bytes: sum('bytes'),
    parts: [
      ...shown.map(({ name, bytes }) => ({ name: textFromBytePath(name), bytes })),
      ...guestPartsOf(guests).map((name) => ({ name })),
    ],
  }
}

function guestPartsOf(guests: ImageGroup['guests']): readonly string[] {
  return texts.guestParts(
    guests.some(({ hasVariables }) => hasVariables),
    guests.some(({ hasTpm }) => hasTpm),
    guests.reduce((sum, { snapshots }) => sum + snapshots, 0),
  )
}

function describeDecision(group: ImageGroup, { from, to }: Pair): { effect?: Change['effect']; detail: string } {
  const { decision, on } = group
  if (needsShutDown(group)) return { effect: 'keep', detail: toDecideOn(on, from.label) }
  switch (decision.kind) {
    case 'same':
      return { detail: texts.sameOnBoth }
    case 'take':
      return {
        effect: 'update',
        detail: decision.why === 'new' ? texts.onlyOn(from.label) : texts.changedOn(from.label),
      }
    case 'keep':
      return { effect: 'keep', detail: texts.newerOn(to.label) }
    case 'only-there':
      return { effect: 'keep', detail: texts.onlyOn(to.label) }
    case 'kept':
      return { effect: 'keep', detail: texts.keptByRule }
    case 'ask':
      return { effect: 'keep', detail: texts.toDecide(decision.first) }
    case 'deleted-here':
      return { effect: 'keep', detail: texts.deletedOn(from.label) }
    case 'deleted-there':
      return { effect: 'keep', detail: texts.deletedOn(to.label) }
    case 'rival':
      return { effect: 'keep', detail: texts.toDecideRival(decision.by, decision.other, to.label) }
    case 'cannot':
      return { effect: 'cannot', detail: texts.cannotCopy(decision.why) }
    default:
      return assertNever(decision)
  }
}
