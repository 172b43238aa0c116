/** What two lists of images mean: which ones belong together, and what becomes of each such group. Pure. */
import { z } from 'zod'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { Answers } from '../../../contract/preview.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Image } from '../verbs.ts'
import { reasons } from './texts.ts'

export const decisionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('same') }),
  z.object({ kind: z.literal('take'), why: z.enum(['new', 'changed']) }),
  /** Only the laptop that is taken changed it: that is newer work, and stays. */
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('only-there') }),
  /** `first`: nothing is known of when they were last the same, and the laptop that is left wins unless told otherwise. */
  z.object({ kind: z.literal('ask'), first: z.boolean() }),
  z.object({ kind: z.literal('cannot'), why: z.string() }),
])
export type Decision = z.infer<typeof decisionSchema>

export const groupSchema = z.object({
  /** The image that the others build on. */
  name: z.string(),
  members: z.array(
    z.object({
      name: z.string(),
      bytes: z.number(),
      allocatedBytes: z.number(),
      onFrom: z.boolean(),
      onTo: z.boolean(),
    }),
  ),
  decision: decisionSchema,
})
export type ImageGroup = z.infer<typeof groupSchema>

interface Seen {
  readonly name: BytePath
  readonly from: Image | undefined
  readonly to: Image | undefined
  readonly fate: Decision
}

/**
 * Images that build on a base that is the same on both laptops stand for themselves. Where a base differs, it and all
 * that builds on it is one group, taken or kept as a whole: an overlay on another base than its own is a broken machine.
 */
export function groupImages(from: readonly Image[], to: readonly Image[]): readonly ImageGroup[] {
  const names = [...new Set([...from, ...to].map(({ name }) => name))].sort()
  const seen = names.map((name): Seen => {
    const [here, there] = [from, to].map((images) => images.find((image) => image.name === name))
    return { name, from: here, to: there, fate: fateOf(here, there, from) }
  })
  const groups = new Map<BytePath, Seen[]>()
  for (const one of seen) {
    const root = differingRoot(one, seen)
    groups.set(root, [...(groups.get(root) ?? []), one])
  }
  return [...groups].map(([name, members]) => ({
    name,
    members: members.map(describeMember),
    decision: decideGroup(members),
  }))
}

function describeMember({ name, from, to }: Seen): ImageGroup['members'][number] {
  const { bytes = 0, allocatedBytes = 0 } = from ?? to ?? {}
  return { name, bytes, allocatedBytes, onFrom: from !== undefined, onTo: to !== undefined }
}

function fateOf(from: Image | undefined, to: Image | undefined, beside: readonly Image[]): Decision {
  if (from === undefined) return { kind: 'only-there' }
  if (to !== undefined && isSame(from, to)) return { kind: 'same' }
  if (from.dataFile !== undefined) return { kind: 'cannot', why: reasons.otherFile(from.dataFile) }
  if (from.backing.kind === 'outside') return { kind: 'cannot', why: reasons.baseNotCopied(from.backing.path) }
  const base = from.backing.kind === 'inside' ? from.backing.name : undefined
  if (base !== undefined && !beside.some(({ name }) => name === base)) {
    return { kind: 'cannot', why: reasons.baseMissing(textFromBytePath(base)) }
  }
  if (to === undefined) return { kind: 'take', why: 'new' }
  return fateOfChange(from.sinceEqual, to.sinceEqual)
}

function fateOfChange(from: Image['sinceEqual'], to: Image['sinceEqual']): Decision {
  if (from === 'changed' && to === 'changed') return { kind: 'ask', first: false }
  if (from === 'changed' && to === 'unchanged') return { kind: 'take', why: 'changed' }
  if (from === 'unchanged' && to === 'changed') return { kind: 'keep' }
  return { kind: 'ask', first: true }
}

/** Sums are there for all images of the same length, unless one is in use; then nothing starts anyway. */
function isSame(from: Image, to: Image): boolean {
  return from.bytes === to.bytes && from.sha256 !== undefined && from.sha256 === to.sha256
}

/** Follows what an image builds on, as long as the laptop that is left has it and it differs; a circle ends the way. */
function differingRoot(start: Seen, all: readonly Seen[]): BytePath {
  const way = [start]
  for (let current: Seen | undefined = start; current !== undefined;) {
    const above: Seen = current
    current = all.find(
      (one) => isBaseOf(one, above) && one.fate.kind !== 'same' && one.from !== undefined && !way.includes(one),
    )
    if (current !== undefined) way.push(current)
  }
  return way[way.length - 1]?.name ?? start.name
}

function isBaseOf(base: Seen, { from, to }: Seen): boolean {
  return [from, to].some((image) => image?.backing.kind === 'inside' && image.backing.name === base.name)
}

function decideGroup(members: readonly Seen[]): Decision {
  const [first, ...others] = members
  if (first === undefined) return { kind: 'same' }
  if (others.length === 0) return first.fate
  const fates = members.map(({ fate }) => fate)
  const cannot = fates.find((fate) => fate.kind === 'cannot')
  if (cannot !== undefined) return cannot
  const stranded = members.find(({ fate }) => fate.kind === 'only-there')
  if (stranded !== undefined) {
    return { kind: 'cannot', why: reasons.baseOfOther(textFromBytePath(stranded.name)) }
  }
  const moving = fates.filter(({ kind }) => kind !== 'same')
  if (moving.every(({ kind }) => kind === 'take')) {
    return { kind: 'take', why: members.every(({ to }) => to === undefined) ? 'new' : 'changed' }
  }
  if (moving.every(({ kind }) => kind === 'keep')) return { kind: 'keep' }
  const conflict = moving.some((fate) => fate.kind === 'keep' || (fate.kind === 'ask' && !fate.first))
  return { kind: 'ask', first: !conflict }
}

export function questionId(group: Pick<ImageGroup, 'name'>): string {
  return `images:${textFromBytePath(group.name)}`
}

/** Whether the group is copied to the receiver. */
export function isTaken(group: ImageGroup, answers: Answers): boolean {
  const { decision } = group
  switch (decision.kind) {
    case 'take':
      return true
    case 'ask':
      return (answers[questionId(group)] ?? (decision.first ? 'take' : 'keep')) === 'take'
    case 'same':
    case 'keep':
    case 'only-there':
    case 'cannot':
      return false
    default:
      return assertNever(decision)
  }
}
