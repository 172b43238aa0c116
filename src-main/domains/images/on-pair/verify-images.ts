import type { Answers } from '../../../contract/preview.ts'
import { countLeft, leftFor, sortByWord, verdictFor } from '../../../contract/proof/left-alone.ts'
import type { Left, Verification, VerificationItem } from '../../../contract/switch-state.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { rememberEqualImages } from '../verbs.ts'
import type { GuestRefusal } from '../guest-verbs.ts'
import { takenGuests } from './guest-runs.ts'
import { verifyGuests, type VerifiedGuests } from './verify-guests.ts'
import { isTaken, questionId } from './image-answers.ts'
import type { ImageDecision, ImageGroup } from './image-group.ts'
import type { ListedImages } from './images-plan.ts'
import type { ImagesPlan } from './probe-images.ts'
import { isOf, removedImages, sameOnBoth, takenNames } from './run-images.ts'
import { leaveOut, readNow, stillRunning } from './shut-down/shut-down.ts'
import * as texts from './texts.ts'

/** Reads what was brought on both laptops, and remembers what is the same, so that the next switch knows who changed it. */
export async function verifyImages(
  pair: Pair,
  plan: ImagesPlan,
  answers: Answers,
  context: RunContext,
): Promise<Verification> {
  const { signal } = context
  const [now, thereNow] = await Promise.all([readNow(pair.from, signal), readNow(pair.to, signal)])
  const { images: here } = now
  const { images: there } = thereNow
  const unheld = plan.groups.filter(({ decision }) => decision.kind === 'same')
  // Where libvirt does not answer, what it has counts as different.
  const on = now.guests.kind === 'silent' ? [] : leaveOut(unheld, now, pair.from.label)
  const leftOut = [...(context.outcome?.leftOut ?? []), ...on]
  const groups = plan.groups.filter((group) => !leftOut.some(isOf(group)))
  const taken = takenNames(groups, answers)
  const unchanged = groups.filter(({ decision }) => decision.kind === 'same')
  const names = [...taken, ...unchanged.flatMap(({ members }) => members.map(({ name }) => name))]
  const both = { here: now.guests, there: thereNow.guests, signal }
  const guests = await verifyGuests(pair, { groups }, answers, both)
  const present = names.filter((name) => [here, there].every(({ images }) => has(images, name)))
  // What is written here meanwhile is proven as it was sent.
  const same = await sameOnBoth(pair, { names: present, offered: true }, context)
  const later = await rememberProven(pair, same, goneFromBoth(here, there), signal)
  const removed = removedImages(groups, answers)
  const notRemoved = removed.filter((name) => has(there.images, name))
  const kept = groups.filter((group) => group.decision.kind !== 'same' && !isTaken(group, answers))
  const open = kept.filter((group) => context.unanswered.has(questionId(group)))
  const { chosen, unsaid } = sortByWord(namesIn(kept, asked), namesIn(open, asked))
  const stayed = stayedMeanwhile(groups, { names, same, here, there, guests })
  const isRefused = ({ guests: own }: ImageGroup): boolean => own.some(({ name }) => guests.refused.has(name))
  const refused = groups.filter((group) => isTaken(group, answers) && isRefused(group))
  const others = leftFor([
    [texts.leftThere.changed(pair), namesIn(kept, ['keep'])],
    [texts.leftThere.only(pair), namesIn(kept, ['only-there'])],
    [texts.leftThere.cannot, namesIn(kept, ['cannot'])],
    ...refused.map((group) => [texts.leftThere.refused(refusalOf(group, guests), pair), allNames(group)] as const),
    ...leftOut.map((one) => [one.why, plan.groups.filter(({ name }) => name === one.name).flatMap(allNames)] as const),
    [texts.leftThere.meanwhile(pair), [...new Set([...stayed, ...notRemoved.map(textFromBytePath)])]],
  ])
  const left = [...unsaid, ...others]
  const settled = new Set([...stayed, ...refused.flatMap(allNames)])
  const differences = [
    ...names.filter((name) => !same.has(name)).map(textFromBytePath),
    ...guests.different.map(({ name }) => name),
  ].filter((name) => !settled.has(name))
  const gone = [...removed.filter((name) => !notRemoved.includes(name)).map(textFromBytePath), ...guests.removed]
  const isNothing = names.length + guests.wanted.length + chosen.length + left.length === 0
  const readBack = [...taken.map(textFromBytePath), ...takenGuests(groups, answers).map(({ name }) => name)]
  const found = {
    compared: same.size + guests.same.length,
    guests: guests.same.length,
    chosen,
    left,
    differences,
    readBack,
  }
  const running = stillRunning(now)
  return {
    ...(running.length === 0 ? {} : { stillRunning: [...running] }),
    items: isNothing ? [] : [makeItem(found)],
    notes: [
      ...later.map(({ name, at }) => texts.stillWritten(textFromBytePath(name), at, pair)),
      ...(gone.length === 0 ? [] : [texts.removed(gone, pair)]),
    ],
  }
}

/** What a question is about. */
const asked = [
  'take',
  'ask',
  'deleted-here',
  'deleted-there',
  'rival',
] as const satisfies readonly ImageDecision['kind'][]

interface Carried {
  readonly names: readonly BytePath[]
  readonly same: ReadonlyMap<BytePath, string>
  readonly here: ListedImages
  readonly there: ListedImages
  readonly guests: VerifiedGuests
}

/**
 * Of groups in which something on the target is neither what was planned from nor what was sent, or on which something builds there by now.
 */
function stayedMeanwhile(
  groups: readonly ImageGroup[],
  { names, same, here, there, guests }: Carried,
): readonly string[] {
  const isOpen = (name: BytePath): boolean => names.includes(name) && !same.has(name)
  const isMoved = ({ name, there: planned, versions }: ImageGroup['members'][number]): boolean => {
    const [sent, now] = [here, there].map(({ images }) => images.find((image) => image.name === name)?.modifiedAt)
    return now !== planned?.modifiedAt && (now === undefined || (now !== sent && now !== versions.from?.modifiedAt))
  }
  return groups.flatMap(({ members, guests: ownGuests }) => {
    const own = members.map(({ name }) => name)
    const isBuiltOn = there.images.some(
      ({ name, backing }) => backing.kind === 'inside' && own.includes(backing.name) && !own.includes(name),
    )
    const openGuests = ownGuests.filter((one) => guests.different.includes(one))
    const isLeft =
      isBuiltOn || members.some((one) => isOpen(one.name) && isMoved(one)) || openGuests.some(guests.isMoved)
    return isLeft ? [...own.filter(isOpen).map(textFromBytePath), ...openGuests.map(({ name }) => name)] : []
  })
}

function namesIn(groups: readonly ImageGroup[], kinds: readonly ImageDecision['kind'][]): readonly string[] {
  const some = groups.filter(({ decision }) => kinds.includes(decision.kind))
  return some.flatMap(allNames)
}

/** Guests first, then their disks. */
function allNames({ guests, members }: ImageGroup): readonly string[] {
  return [...guests.map(({ name }) => name), ...members.map(({ name }) => textFromBytePath(name))]
}

function refusalOf({ guests }: ImageGroup, { refused }: VerifiedGuests): GuestRefusal {
  const [found] = guests.flatMap(({ name }) => refused.get(name) ?? [])
  if (found === undefined) throw new Error('none of its guests was refused')
  return found
}

function has(images: ListedImages['images'], name: BytePath): boolean {
  return images.some((image) => image.name === name)
}

/** One of this name that is made later is another one. */
function goneFromBoth(here: ListedImages, there: ListedImages): readonly BytePath[] {
  return here.gone.filter((name) => there.gone.includes(name))
}

/** Gives those that were written to on the source since they were held still. */
async function rememberProven(
  pair: Pair,
  same: ReadonlyMap<BytePath, string>,
  gone: readonly BytePath[],
  signal: AbortSignal,
) {
  const proven = { images: [...same].map(([name, sha256]) => ({ name, sha256 })), gone: [...gone] }
  const [{ later }] = await Promise.all([
    pair.from.call(rememberEqualImages, proven, { signal }),
    pair.to.call(rememberEqualImages, proven, { signal }),
  ])
  return later
}

interface Compared {
  readonly compared: number
  /** Of these. */
  readonly guests: number
  readonly chosen: readonly string[]
  readonly left: readonly Left[]
  readonly differences: readonly string[]
  /** What was brought. */
  readonly readBack: readonly string[]
}

function makeItem({ readBack, guests, ...found }: Compared): VerificationItem {
  const { compared, chosen, left, differences } = found
  return {
    title: texts.stepTitle,
    verdict: verdictFor(found),
    text: texts.proofText(
      { images: compared - guests, guests },
      { chosen: chosen.length, left: countLeft(left), different: differences.length },
    ),
    compared,
    chosen: [...chosen],
    ...(left.length === 0 ? {} : { left: [...left] }),
    differences: [...differences],
    readBack: [...readBack],
  }
}
