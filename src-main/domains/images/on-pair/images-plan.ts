/** What two lists of images mean: which ones belong together, and what becomes of each such group. Pure. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Image, ImageList } from '../verbs.ts'
import { reasons } from './texts.ts'

export const decisionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('same') }),
  z.object({ kind: z.literal('take'), why: z.enum(['new', 'changed']) }),
  /** Only the laptop that is taken changed it: that is newer work, and stays. */
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('only-there') }),
  /** Each laptop keeps its own, by a rule of the person's. */
  z.object({ kind: z.literal('kept') }),
  /** Both had the same, and the laptop that is left deleted it. `changed`: the other one changed it since, or may have. */
  z.object({ kind: z.literal('deleted-here'), changed: z.boolean() }),
  /** The same the other way round: `changed` by the laptop that is left. */
  z.object({ kind: z.literal('deleted-there'), changed: z.boolean() }),
  /** `first`: nothing is known of when they were last the same, and the laptop that is left wins unless told otherwise. */
  z.object({ kind: z.literal('ask'), first: z.boolean() }),
  z.object({ kind: z.literal('cannot'), why: z.string() }),
])
export type ImageDecision = z.infer<typeof decisionSchema>

/** What one laptop has of an image. */
const versionSchema = z.object({
  bytes: z.number(),
  modifiedAt: z.string(),
  /** Of a guest that uses it, where that is known. */
  startedAt: z.string().optional(),
})
export type ImageVersion = z.infer<typeof versionSchema>

export const groupSchema = z.object({
  /** The image that the others build on. */
  name: z.string(),
  members: z.array(
    z.object({
      name: z.string(),
      bytes: z.number(),
      allocatedBytes: z.number(),
      /** Of it, to bring it from the laptop that is left. */
      comingBytes: z.number(),
      onFrom: z.boolean(),
      onTo: z.boolean(),
      /** Of a group that is not: nothing of it crosses. */
      isSame: z.literal(true).optional(),
      /** Absent where it is not there. */
      versions: z.object({ from: versionSchema.optional(), to: versionSchema.optional() }),
      /** On the laptop that is taken, when this was planned. It may be replaced or deleted as long as it is that. */
      there: z.object({ bytes: z.number(), modifiedAt: z.string() }).optional(),
    }),
  ),
  decision: decisionSchema,
  /** Another one when any of them is another one, on either laptop. */
  about: z.string(),
})
export type ImageGroup = z.infer<typeof groupSchema>

/** What one laptop says of its images. */
export interface ListedImages {
  readonly images: readonly Image[]
  readonly gone: readonly BytePath[]
}

export function listedIn(list: ImageList): ListedImages {
  return { images: list.kind === 'images' ? list.images : [], gone: list.kind === 'tool-missing' ? [] : list.gone }
}

interface Seen {
  readonly name: BytePath
  readonly from: Image | undefined
  readonly to: Image | undefined
  readonly fate: ImageDecision
}

/**
 * Images that build on a base that is the same on both laptops stand for themselves. Where a base differs, it and all
 * that builds on it is one group, taken or kept as a whole: an overlay on another base than its own is a broken machine.
 */
export function groupImages(
  from: ListedImages,
  to: ListedImages,
  kept: ReadonlySet<BytePath> = new Set(),
): readonly ImageGroup[] {
  const names = [...new Set([...from.images, ...to.images].map(({ name }) => name))].sort()
  const seen = names.map((name): Seen => {
    const [here, there] = [from, to].map(({ images }) => images.find((image) => image.name === name))
    return { name, from: here, to: there, fate: fateOf(here, there, { from, to, kept }) }
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
    about: aboutOf(members),
  }))
}

function aboutOf(members: readonly Seen[]): string {
  const lines = members.flatMap(({ name, from, to }) => [name, marksOf(from), marksOf(to)])
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex').slice(0, 16)
}

function marksOf(image: Image | undefined): readonly unknown[] {
  return image === undefined ? [] : [image.bytes, image.modifiedAt, image.sha256]
}

function describeMember({ name, from, to, fate }: Seen): ImageGroup['members'][number] {
  const { bytes = 0, allocatedBytes = 0 } = from ?? to ?? {}
  const there = to === undefined ? {} : { there: { bytes: to.bytes, modifiedAt: to.modifiedAt } }
  const versions = { ...versionOf('from', from), ...versionOf('to', to) }
  const comingBytes =
    (from !== undefined && hasSameBase(from, to) ? from.base?.changedBytes : from?.allocatedBytes) ?? 0
  const isOn = {
    ...{ onFrom: from !== undefined, onTo: to !== undefined },
    ...(fate.kind === 'same' ? { isSame: true as const } : {}),
  }
  return { name, bytes, allocatedBytes, comingBytes, ...isOn, versions, ...there }
}

/** Then only what changed since has to cross. */
export function hasSameBase(from: Image, to: Image | undefined): boolean {
  return from.base !== undefined && from.base.sha256 === to?.base?.sha256
}

function versionOf(side: 'from' | 'to', image: Image | undefined): { readonly [side in 'from' | 'to']?: ImageVersion } {
  if (image === undefined) return {}
  const { allocatedBytes, modifiedAt, startedAt } = image
  return { [side]: { bytes: allocatedBytes, modifiedAt, ...(startedAt === undefined ? {} : { startedAt }) } }
}

interface BothListed {
  readonly from: ListedImages
  readonly to: ListedImages
  /** Of which each laptop keeps its own. */
  readonly kept: ReadonlySet<BytePath>
}

function fateOf(from: Image | undefined, to: Image | undefined, listed: BothListed): ImageDecision {
  if (from === undefined) return fateOfMissing(to, listed)
  if (to !== undefined && isSame(from, to)) return { kind: 'same' }
  if (listed.kept.has(from.name)) return { kind: 'kept' }
  if (from.dataFile !== undefined) return { kind: 'cannot', why: reasons.otherFile(from.dataFile) }
  if (from.backing.kind === 'outside') return { kind: 'cannot', why: reasons.baseNotCopied(from.backing.path) }
  const base = from.backing.kind === 'inside' ? from.backing.name : undefined
  if (base !== undefined && !listed.from.images.some(({ name }) => name === base)) {
    return { kind: 'cannot', why: reasons.baseMissing(textFromBytePath(base)) }
  }
  if (to !== undefined) return fateOfChange(from.sinceEqual, to.sinceEqual)
  if (!listed.to.gone.includes(from.name)) return { kind: 'take', why: 'new' }
  return { kind: 'deleted-there', changed: from.sinceEqual !== 'unchanged' }
}

/** Where the laptop that is left does not have it. */
function fateOfMissing(to: Image | undefined, { from, kept }: BothListed): ImageDecision {
  if (to === undefined || !from.gone.includes(to.name)) return { kind: 'only-there' }
  if (kept.has(to.name)) return { kind: 'kept' }
  return { kind: 'deleted-here', changed: to.sinceEqual !== 'unchanged' }
}

function fateOfChange(from: Image['sinceEqual'], to: Image['sinceEqual']): ImageDecision {
  if (from === 'changed' && to === 'changed') return { kind: 'ask', first: false }
  if (from === 'changed' && to === 'unchanged') return { kind: 'take', why: 'changed' }
  if (from === 'unchanged' && to === 'changed') return { kind: 'keep' }
  return { kind: 'ask', first: true }
}

/** Sums are there for all images of the same length, unless one is in use; then nothing starts anyway. */
function isSame(from: Image, to: Image): boolean {
  return from.bytes === to.bytes && from.sha256 !== undefined && from.sha256 === to.sha256
}

/** Follows what an image builds on, as long as the laptop that is left has or deleted it and it differs; a circle ends the way. */
function differingRoot(start: Seen, all: readonly Seen[]): BytePath {
  const way = [start]
  for (let current: Seen | undefined = start; current !== undefined;) {
    const above: Seen = current
    current = all.find(
      (one) => isBaseOf(one, above) && one.fate.kind !== 'same' && one.fate.kind !== 'only-there' && !way.includes(one),
    )
    if (current !== undefined) way.push(current)
  }
  return way[way.length - 1]?.name ?? start.name
}

function isBaseOf(base: Seen, { from, to }: Seen): boolean {
  return [from, to].some((image) => image?.backing.kind === 'inside' && image.backing.name === base.name)
}

function decideGroup(members: readonly Seen[]): ImageDecision {
  const [first, ...others] = members
  if (first === undefined) return { kind: 'same' }
  if (others.length === 0) return first.fate
  const fates = members.map(({ fate }) => fate)
  if (fates.some(({ kind }) => kind === 'kept')) return { kind: 'kept' }
  const cannot = fates.find((fate) => fate.kind === 'cannot')
  if (cannot !== undefined) return cannot
  if (members.some((member) => wouldBreak(member, members))) return { kind: 'only-there' }
  const stranded = members.find(({ fate }) => fate.kind === 'only-there')
  if (stranded !== undefined) {
    return { kind: 'cannot', why: reasons.baseOfOther(textFromBytePath(stranded.name)) }
  }
  const moving = fates.filter(({ kind }) => kind !== 'same')
  if (moving.every(({ kind }) => kind === 'take')) {
    return { kind: 'take', why: members.every(({ to }) => to === undefined) ? 'new' : 'changed' }
  }
  if (moving.every(({ kind }) => kind === 'keep')) return { kind: 'keep' }
  const deleted = deletedAmong(moving)
  if (deleted !== undefined) return deleted
  const conflict = moving.some((fate) => fate.kind === 'keep' || (fate.kind === 'ask' && !fate.first))
  return { kind: 'ask', first: !conflict }
}

/** It stays on the laptop that is taken, and builds on an image that would go. */
function wouldBreak({ fate, to }: Seen, members: readonly Seen[]): boolean {
  const backing = to?.backing
  if (backing?.kind !== 'inside' || (fate.kind !== 'same' && fate.kind !== 'only-there')) return false
  return members.some((one) => one.fate.kind === 'deleted-here' && one.name === backing.name)
}

/** Of images of which some were deleted; it is `changed` unless that is all that happened on one of the laptops. */
function deletedAmong(moving: readonly ImageDecision[]): ImageDecision | undefined {
  const isPlain = (fate: ImageDecision, kind: ImageDecision['kind']): boolean =>
    fate.kind === kind && !('changed' in fate && fate.changed)
  if (moving.some(({ kind }) => kind === 'deleted-here')) {
    const changed = !moving.every((fate) => fate.kind === 'take' || isPlain(fate, 'deleted-here'))
    return { kind: 'deleted-here', changed }
  }
  if (!moving.some(({ kind }) => kind === 'deleted-there')) return undefined
  return { kind: 'deleted-there', changed: !moving.every((fate) => isPlain(fate, 'deleted-there')) }
}
