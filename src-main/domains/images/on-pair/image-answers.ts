/** What the person is asked about a group of images, and what an answer means for it. Pure. */
import type { Answers } from '../../../contract/preview.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { exactText } from '../../../kernel/byte-path.ts'
import type { ImageDecision, ImageGroup } from './image-group.ts'

export function questionId(group: Pick<ImageGroup, 'name'>): string {
  return `images:${exactText(group.name)}`
}

/** Whether it can be taken only once guests are shut down, which the person decides. */
export function needsShutDown({ decision, on }: Pick<ImageGroup, 'decision' | 'on'>): boolean {
  return on.length > 0 && movable.has(decision.kind)
}

const movable: ReadonlySet<ImageDecision['kind']> = new Set(['take', 'ask', 'deleted-here', 'deleted-there', 'rival'])

/** What `--yes` takes: never against work that one laptop alone has, and nothing goes or comes back. Undefined: no question, or none. */
export function safeDefaultOf(group: Pick<ImageGroup, 'decision' | 'on'>): 'take' | 'keep' | undefined {
  const { decision } = group
  if (needsShutDown(group)) return 'keep'
  switch (decision.kind) {
    case 'ask':
      return decision.first ? 'take' : undefined
    case 'deleted-here':
    case 'rival':
      return 'keep'
    case 'deleted-there':
      return decision.changed ? undefined : 'keep'
    case 'take':
    case 'same':
    case 'keep':
    case 'only-there':
    case 'kept':
    case 'cannot':
      return undefined
    default:
      return assertNever(decision)
  }
}

/** Whether the group on the receiver becomes what it is on the sender. */
export function isTaken(group: ImageGroup, answers: Answers): boolean {
  const { decision } = group
  switch (decision.kind) {
    case 'take':
      return !needsShutDown(group) || answers[questionId(group)] === 'take'
    case 'ask':
    case 'deleted-here':
    case 'deleted-there':
    case 'rival':
      return (answers[questionId(group)] ?? safeDefaultOf(group)) === 'take'
    case 'same':
    case 'keep':
    case 'only-there':
    case 'kept':
    case 'cannot':
      return false
    default:
      return assertNever(decision)
  }
}
