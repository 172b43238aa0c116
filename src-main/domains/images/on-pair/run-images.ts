import { pushFiles } from '../../../commons/transfers/on-pair/push-files.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { StepOutcome } from '../../../contract/switch-state.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import { createPhases } from '../../../switch/phases.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import {
  adoptImages,
  changesName,
  hashImages,
  listImages,
  offerImages,
  prepareImages,
  type Image,
  type UnfitImage,
} from '../verbs.ts'
import { adoptedOf, guestsStillToBring, offerTaken, pushGuests, removedGuests, takenGuests } from './guest-runs.ts'
import { isTaken } from './image-answers.ts'
import type { ImageGroup } from './image-group.ts'
import { hasSameBase, listedIn } from './images-plan.ts'
import type { ImagesPlan } from './probe-images.ts'
import { leaveOut, readNow, shutGuestsDown, type ImagesRun, type LeftOut } from './shut-down/shut-down.ts'
import { andLeftOut } from './shut-down/texts.ts'
import * as texts from './texts.ts'

const triesAtMost = 3

/**
 * Receives beside the old images and renames over them at the end, so that a cut leaves the old ones whole. A group of which a guest is not
 * shut down on the source by then is left out.
 */
export async function runImages(
  pair: Pair,
  plan: ImagesPlan,
  answers: Answers,
  context: ImagesRun,
): Promise<StepOutcome> {
  const agreed = plan.groups.filter((group) => isTaken(group, answers))
  const bytes = agreed.flatMap(({ members }) => members).reduce((sum, { comingBytes }) => sum + comingBytes, 0)
  await shutGuestsDown(pair, agreed, context, pushMs(bytes) + adoptMs(bytes))
  const { leftOut, ...bringing } = await holdStill(pair, agreed, answers, context.signal)
  const { images, going, guests, goingGuests } = bringing
  const isNothing = images.length + going.length + guests.length + goingGuests.length === 0
  const brought = isNothing ? nothingBrought : await bring(pair, bringing, context)
  const allLeftOut = [...leftOut, ...brought.leftOut]
  const told = allLeftOut.length === 0 ? {} : { leftOut: allLeftOut }
  const without = agreed.filter((group) => allLeftOut.some(isOf(group))).flatMap(titlesOf)
  if (isNothing) return { text: `${texts.nothingToCopy}${andLeftOut(without)}`, bytes: 0, items: 0, ...told }
  const { sentBytes, unknownAccounts, removed, left, guests: placed } = brought
  const isLeft = new Set(left)
  const copied = images.filter(({ name }) => !isLeft.has(name)).length
  const owners = unknownAccounts.length === 0 ? '' : texts.ownedByRoot(unknownAccounts, pair.to.label)
  const done = texts.done({ copied, sentBytes, removed: removed.length, guests: placed.length }, pair.to.label)
  return {
    text: `${done}${owners}${andLeftOut(without)}`,
    bytes: sentBytes,
    items: copied + removed.length + placed.length,
    ...told,
  }
}

/** Guests, or images of none. */
function titlesOf({ guests, members }: ImageGroup): readonly string[] {
  return guests.length > 0 ? guests.map(({ name }) => name) : members.map(({ name }) => textFromBytePath(name))
}

/**
 * What is sent, as it is while none of its guests runs. Guests are looked at once more after that: one that was started meanwhile may
 * have written to what is held, so that all of it is held anew without its group.
 */
async function holdStill(pair: Pair, agreed: readonly ImageGroup[], answers: Answers, signal: AbortSignal) {
  const leftOut: LeftOut = []
  const look = async (): Promise<boolean> => {
    const open = agreed.filter((group) => !leftOut.some(isOf(group)))
    const found = open.length === 0 ? [] : leaveOut(open, await readNow(pair.from, signal), pair.from.label)
    leftOut.push(...found)
    return found.length > 0
  }
  await look()
  for (;;) {
    const open = agreed.filter((group) => !leftOut.some(isOf(group)))
    const held = await offerAll(pair, open, answers, signal)
    if (!(await look())) return { ...held, leftOut }
  }
}

export function isOf({ name }: Pick<ImageGroup, 'name'>): (one: LeftOut[number]) => boolean {
  return (one) => one.name === name
}

async function offerAll(
  pair: Pair,
  groups: readonly ImageGroup[],
  answers: Answers,
  signal: AbortSignal,
): Promise<Bringing> {
  const going = removedImages(groups, answers)
  const { images, withSameBase } = await stillToBring(pair, takenNames(groups, answers), signal)
  const names = images.map(({ name }) => name)
  const guests = await guestsStillToBring(
    pair,
    { taken: takenGuests(groups, answers), removed: removedGuests(groups, answers) },
    signal,
  )
  const { changes } = await pair.from.call(offerImages, { names, asChanges: withSameBase }, { signal })
  // Also with nothing to bring: what an interrupted switch left there is not needed any more.
  await pair.to.call(prepareImages, { names, asChanges: changes.map(({ name }) => name) }, { signal })
  const offered = await offerTaken(pair, guests.taken, signal)
  return { images, going, groups, changes, guests: offered, goingGuests: guests.removed }
}

interface Bringing {
  readonly images: readonly Image[]
  readonly going: readonly BytePath[]
  readonly groups: readonly ImageGroup[]
  /** Of which only what changed crosses. */
  readonly changes: Output<typeof offerImages>['changes']
  readonly guests: Awaited<ReturnType<typeof offerTaken>>
  /** By UUID. */
  readonly goingGuests: readonly string[]
}
type Adopting = Parsed<typeof adoptImages>['groups'][number]
interface Brought extends Omit<Extract<Output<typeof adoptImages>, { kind: 'placed' }>, 'kind' | 'unfit'> {
  readonly sentBytes: number
  /** Groups of which an image is damaged: each is its own failure. */
  readonly leftOut: LeftOut
}

const nothingBrought: Brought = {
  ...{ sentBytes: 0, unknownAccounts: [], removed: [], left: [], guests: [], leftOut: [] },
}

/** What did not arrive as it was sent is sent again. AppError "transfer-failed" when some still differ after the third time. */
async function bring(pair: Pair, bringing: Bringing, context: RunContext): Promise<Brought> {
  const { images, changes, guests: offered } = bringing
  const { signal } = context
  const changed = new Map(changes.map(({ name, bytes }) => [name, bytes]))
  const bytes = images.reduce((sum, { name, allocatedBytes }) => sum + (changed.get(name) ?? allocatedBytes), 0)
  const phases = createPhases(context.report, {
    push: { ms: pushMs(bytes), current: texts.copying(pair.to.label) },
    adopt: { ms: adoptMs(bytes), current: texts.comparing, on: 'to' },
  })
  let groups = bringing.groups
  let open: readonly BytePath[] = images.map(({ name }) => (changed.has(name) ? changesName(name) : name))
  let openGuests = offered
  let sentBytes = 0
  const leftOut: LeftOut = []
  for (let tries = 1; tries <= triesAtMost; tries++) {
    const { pushed, hashes, unread } = await send(
      pair,
      { images, groups, open },
      { signal, onProgress: phases.of('push') },
    )
    leftOut.push(...unread)
    groups = groups.filter((group) => !unread.some(isOf(group)))
    sentBytes += pushed + (await pushGuests(pair, openGuests, signal))
    const sums = new Map(hashes.map(({ name, sha256 }) => [name, sha256]))
    const proven = images.map((image) => ({ ...image, sha256: sums.get(image.name) ?? '' }))
    const request = groups.map((group) => adoptingOf(group, proven, bringing))
    const adopted = await pair.to.call(adoptImages, { groups: request }, { signal, onProgress: phases.of('adopt') })
    if (adopted.kind === 'placed') {
      leftOut.push(...groups.flatMap((group) => unfitIn(group, adopted.unfit, pair)))
      return { ...adopted, sentBytes, leftOut }
    }
    open = adopted.names
    openGuests = offered.filter(({ uuid }) => adopted.guests.includes(uuid))
    context.logger.log('warn', 'images differ from what was sent', { names: openNames(open, openGuests, groups) })
  }
  throw new AppError({ code: 'transfer-failed', ...texts.notArrived(openNames(open, openGuests, groups), pair) })
}

interface Sending {
  readonly images: readonly Image[]
  readonly groups: readonly ImageGroup[]
  /** Files that are to cross. */
  readonly open: readonly BytePath[]
}

/** Reads what is sent while it is sent. Groups with an image that the disk does not give are left out, and the others sent without them. */
async function send(pair: Pair, { images, groups, open }: Sending, options: CallOptions) {
  const { signal } = options
  const names = images.map(({ name }) => name)
  const [pushed, hashed] = await Promise.allSettled([
    pushFiles(pair, { area: 'images', paths: open }, options),
    pair.from.call(hashImages, { names, offered: true }, { signal }),
  ])
  if (hashed.status === 'rejected') throw hashed.reason
  const { hashes, unread } = hashed.value
  const left = groups.flatMap((group) => unreadIn(group, unread, pair))
  if (pushed.status === 'fulfilled') return { pushed: pushed.value.sentBytes, hashes, unread: left }
  if (left.length === 0) throw pushed.reason
  const gone = new Set(
    groups.filter((group) => left.some(isOf(group))).flatMap(({ members }) => members.map(({ name }) => name)),
  )
  const paths = open.filter((file) => ![...gone].some((name) => file === name || file === changesName(name)))
  const { sentBytes } = await pushFiles(pair, { area: 'images', paths }, options)
  return { pushed: sentBytes, hashes, unread: left }
}

function unreadIn({ name, members }: ImageGroup, unread: readonly BytePath[], pair: Pair): LeftOut {
  const found = members.find((one) => unread.includes(one.name))
  return found === undefined ? [] : [{ name, why: texts.leftThere.unread(textFromBytePath(found.name), pair) }]
}

function unfitIn({ name, members }: ImageGroup, unfit: readonly UnfitImage[], pair: Pair): LeftOut {
  const found = unfit.find((one) => members.some((member) => member.name === one.name))
  if (found === undefined) return []
  const image = textFromBytePath(found.name)
  const why =
    found.kind === 'damaged'
      ? texts.leftThere.damaged(image, found.said, pair)
      : texts.leftThere.baseMissing(image, textFromBytePath(found.base), pair)
  return [{ name, why }]
}

function openNames(images: readonly BytePath[], offered: Bringing['guests'], groups: readonly ImageGroup[]): string[] {
  const guests = groups.flatMap((group) => group.guests).filter(({ uuid }) => offered.some((one) => one.uuid === uuid))
  return [...images.map(textFromBytePath), ...guests.map(({ name }) => name)]
}

function adoptingOf(
  group: ImageGroup,
  images: Adopting['images'],
  { going, guests, goingGuests }: Pick<Bringing, 'going' | 'guests' | 'goingGuests'>,
): Adopting {
  const { name: groupName, members } = group
  const names = members.map(({ name }) => name)
  return {
    name: groupName,
    there: members.flatMap(({ name, there }) => (there === undefined ? [] : [{ name, ...there }])),
    images: images.filter(({ name }) => names.includes(name)),
    removed: going.filter((name) => names.includes(name)),
    guests: adoptedOf(group, guests, goingGuests),
  }
}

export function takenNames(groups: readonly ImageGroup[], answers: Answers): readonly BytePath[] {
  return groups
    .filter((group) => isTaken(group, answers))
    .flatMap(({ members }) => members.filter(({ onFrom }) => onFrom).map(({ name }) => name))
}

/** Those that the source deleted, and that are to go. */
export function removedImages(groups: readonly ImageGroup[], answers: Answers): readonly BytePath[] {
  return groups
    .filter((group) => group.decision.kind === 'deleted-here' && isTaken(group, answers))
    .flatMap(({ members }) => members.filter(({ onFrom, onTo }) => onTo && !onFrom).map(({ name }) => name))
}

interface ToBring {
  readonly images: readonly Image[]
  /** Names of those of which both laptops keep the same. */
  readonly withSameBase: BytePath[]
}

/** What an earlier run of this step has brought already has the length and the time of its original; then its sum tells. */
async function stillToBring(pair: Pair, names: readonly BytePath[], signal: AbortSignal): Promise<ToBring> {
  if (names.length === 0) return { images: [], withSameBase: [] }
  const [here, there] = await Promise.all([
    pair.from.call(listImages, {}, { signal }),
    pair.to.call(listImages, {}, { signal }),
  ])
  const wanted = listedIn(here).images.filter(({ name }) => names.includes(name))
  const alike = wanted.filter(({ name, bytes, modifiedAt }) =>
    listedIn(there).images.some(
      (image) => image.name === name && image.bytes === bytes && image.modifiedAt === modifiedAt,
    ),
  )
  const same = await sameOnBoth(pair, { names: alike.map(({ name }) => name), offered: false }, { signal })
  const images = wanted.filter(({ name }) => !same.has(name))
  const kept = new Map(listedIn(there).images.map((image) => [image.name, image]))
  const withSameBase = images.filter((image) => hasSameBase(image, kept.get(image.name)))
  return { images, withSameBase: withSameBase.map(({ name }) => name) }
}

/** Names to sums, of those that both laptops have with the same contents. `offered`: as they were held still for sending. */
export async function sameOnBoth(
  pair: Pair,
  { names, offered }: { readonly names: readonly BytePath[]; readonly offered: boolean },
  options: Pick<RunContext, 'signal'> & Partial<Pick<RunContext, 'report'>>,
): Promise<ReadonlyMap<BytePath, string>> {
  if (names.length === 0) return new Map()
  const [here, there] = await Promise.all([
    pair.from.call(hashImages, { names: [...names], offered }, { signal: options.signal }),
    pair.to.call(
      hashImages,
      { names: [...names], offered: false },
      { signal: options.signal, onProgress: options.report },
    ),
  ])
  const sums = new Map(there.hashes.map(({ name, sha256 }) => [name, sha256]))
  return new Map(
    here.hashes.flatMap(({ name, sha256 }) => (sums.get(name) === sha256 ? [[name, sha256] as const] : [])),
  )
}

/** Until its own speed is known: what is to cross is read on both laptops, and what differs crosses the network. */
const pushedBytesPerMs = 100_000

/** By one laptop from its disk, with a checksum. */
const readBytesPerMs = 400_000

export const pushMs = (bytes: number): number => Math.round(bytes / pushedBytesPerMs)

export const adoptMs = (bytes: number): number => Math.round(bytes / readBytesPerMs)

export const proofMs = (bytes: number): number => Math.round(1_000 + bytes / readBytesPerMs)
