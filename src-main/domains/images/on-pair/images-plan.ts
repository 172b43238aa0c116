/** What two lists of images mean: which ones belong together, and what becomes of each such group. Pure. */
import { createHash } from 'node:crypto'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Image, ImageList } from '../verbs.ts'
import { guestKey, pairGuests, type BothGuests, type SeenGuest } from './guest-fates.ts'
import {
  fateOfChange,
  sinceEqualOf,
  type GuestOn,
  type ImageDecision,
  type ImageGroup,
  type ImageVersion,
} from './image-group.ts'
import { reasons } from './texts.ts'

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

const noGuests: BothGuests = { from: { guests: [], gone: [] }, to: { guests: [], gone: [] } }

/**
 * Images that build on a base that is the same on both laptops stand for themselves. Where a base differs, it and all
 * that builds on it is one group, taken or kept as a whole: an overlay on another base than its own is a broken machine.
 */
export function groupImages(
  from: ListedImages,
  to: ListedImages,
  kept: ReadonlySet<BytePath> = new Set(),
  guests: BothGuests = noGuests,
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
  const guestsSeen = pairGuests(guests, kept)
  return joinGuests(groups, guestsSeen).map(({ name, members, guests: own }) => ({
    name,
    members: members.map(describeMember),
    guests: own.map(({ member }) => member),
    on: [...guestsOnIn(members, own)],
    decision: decideGroup(members, own),
    about: aboutOf(members, own),
  }))
}

interface Joined {
  readonly name: BytePath
  readonly members: readonly Seen[]
  readonly guests: readonly SeenGuest[]
}

/** Each guest with all that its disks are grouped with; one without a disk among the images stands for itself. */
function joinGuests(groups: ReadonlyMap<BytePath, readonly Seen[]>, guests: readonly SeenGuest[]): readonly Joined[] {
  let joined: readonly Joined[] = [...groups].map(([name, members]) => ({ name, members, guests: [] }))
  for (const guest of guests) {
    const hasDisk = ({ members }: Joined): boolean => members.some(({ name }) => guest.images.includes(name))
    const [first, ...others] = joined.filter(hasDisk)
    const all = [...(first === undefined ? [] : [first]), ...others]
    const one: Joined = {
      name: first?.name ?? guestKey(guest.member.name),
      members: all.flatMap(({ members }) => members),
      guests: [...all.flatMap((each) => each.guests), guest],
    }
    joined = [...joined.filter((each) => !all.includes(each)), one]
  }
  return joined.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** By name, each once: of an image also those that are defined only as long as they run. */
function guestsOnIn(members: readonly Seen[], guests: readonly SeenGuest[]): readonly GuestOn[] {
  const all = [...guests.flatMap(({ on }) => on ?? []), ...members.flatMap(({ from }) => guestOn(from) ?? [])]
  return [...new Map(all.map((one) => [one.name, one])).values()]
}

/** Undefined where none works on it, or keeps its memory for it. */
export function guestOn(image: Image | undefined): GuestOn | undefined {
  const user = image?.usedBy
  return user === undefined || user.kind === 'program' ? undefined : { name: user.guest, state: user.kind }
}

function aboutOf(members: readonly Seen[], guests: readonly SeenGuest[]): string {
  const lines = members.flatMap(({ name, from, to }) => [name, guestOn(from) ?? marksOf(from), marksOf(to)])
  const all = guests.length === 0 ? lines : [...lines, ...guests.map(({ about }) => about)]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16)
}

function marksOf(image: Image | undefined): readonly unknown[] {
  return image === undefined ? [] : [image.bytes, image.modifiedAt, image.sha256]
}

function describeMember({ name, from, to, fate }: Seen): ImageGroup['members'][number] {
  const { bytes = 0, allocatedBytes = 0 } = from ?? to ?? {}
  const comingBytes =
    (from !== undefined && hasSameBase(from, to) ? from.base?.changedBytes : from?.allocatedBytes) ?? 0
  return {
    name,
    bytes,
    allocatedBytes,
    comingBytes,
    onFrom: from !== undefined,
    onTo: to !== undefined,
    ...(fate.kind === 'same' ? { isSame: true as const } : {}),
    versions: { ...versionOf('from', from), ...versionOf('to', to) },
    ...(to === undefined ? {} : { there: { bytes: to.bytes, modifiedAt: to.modifiedAt } }),
  }
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
  const isOn = guestOn(from) !== undefined
  if (to !== undefined && !isOn && isSame(from, to)) return { kind: 'same' }
  if (listed.kept.has(from.name)) return { kind: 'kept' }
  if (from.dataFile !== undefined) return { kind: 'cannot', why: reasons.otherFile(from.dataFile) }
  if (from.backing.kind === 'outside') return { kind: 'cannot', why: reasons.baseNotCopied(from.backing.path) }
  const base = from.backing.kind === 'inside' ? from.backing.name : undefined
  if (base !== undefined && !listed.from.images.some(({ name }) => name === base)) {
    return { kind: 'cannot', why: reasons.baseMissing(textFromBytePath(base)) }
  }
  const since = sinceEqualOf(from, isOn)
  if (to !== undefined) return fateOfChange(since, to.sinceEqual)
  if (!listed.to.gone.includes(from.name)) return { kind: 'take', why: 'new' }
  return { kind: 'deleted-there', changed: since !== 'unchanged' }
}

/** Where the source does not have it. */
function fateOfMissing(to: Image | undefined, { from, kept }: BothListed): ImageDecision {
  if (to === undefined || !from.gone.includes(to.name)) return { kind: 'only-there' }
  if (kept.has(to.name)) return { kind: 'kept' }
  return { kind: 'deleted-here', changed: to.sinceEqual !== 'unchanged' }
}

/** Sums are there for all images of the same length that nothing works on. */
function isSame(from: Image, to: Image): boolean {
  return from.bytes === to.bytes && from.sha256 !== undefined && from.sha256 === to.sha256
}

/** Follows what an image builds on, as long as the source has or deleted it and it differs; a circle ends the way. */
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

/** `guests`: those that have some of them as disks. */
function decideGroup(members: readonly Seen[], guests: readonly SeenGuest[]): ImageDecision {
  const fates = [...members, ...guests].map(({ fate }) => fate)
  const [first] = fates
  if (first === undefined) return { kind: 'same' }
  if (fates.length === 1) return first
  if (fates.some(({ kind }) => kind === 'kept')) return { kind: 'kept' }
  const cannot = fates.find((fate) => fate.kind === 'cannot')
  if (cannot !== undefined) return cannot
  if (members.some((member) => wouldBreak(member, members))) return { kind: 'only-there' }
  const ofGuests = new Set(guests.flatMap(({ images }) => images))
  const stranded = members.find(({ fate, name }) => fate.kind === 'only-there' && !ofGuests.has(name))
  if (stranded !== undefined) {
    return { kind: 'cannot', why: reasons.baseOfOther(textFromBytePath(stranded.name)) }
  }
  return decideMoving(
    fates.filter(({ kind }) => kind !== 'same'),
    [...members, ...guests].every(({ to }) => to === undefined),
  )
}

function decideMoving(moving: readonly ImageDecision[], isNew: boolean): ImageDecision {
  const [first] = moving
  if (first === undefined) return { kind: 'same' }
  const rival = moving.find(({ kind }) => kind === 'rival')
  if (rival !== undefined) return rival
  if (moving.every(({ kind }) => kind === 'take')) return { kind: 'take', why: isNew ? 'new' : 'changed' }
  if (moving.every(({ kind }) => kind === 'only-there')) return { kind: 'only-there' }
  // A disk that a guest got there is part of what was changed there.
  if (moving.every(({ kind }) => kind === 'keep' || kind === 'only-there')) return { kind: 'keep' }
  const deleted = deletedAmong(moving)
  if (deleted !== undefined) return deleted
  const conflict = moving.some((fate) => isOfThere(fate) || (fate.kind === 'ask' && !fate.first))
  return { kind: 'ask', first: !conflict }
}

function isOfThere({ kind }: ImageDecision): boolean {
  return kind === 'keep' || kind === 'only-there'
}

/** It stays on the target, and builds on an image that would go. */
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
