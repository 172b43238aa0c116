import type { Answers } from '../../../contract/preview.ts'
import { countLeft, leftFor, sortByWord, verdictFor } from '../../../contract/proof/left-alone.ts'
import type { Left, Verification, VerificationItem } from '../../../contract/switch-state.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { listImages, rememberEqualImages } from '../verbs.ts'
import { isTaken, questionId } from './image-answers.ts'
import { listedIn, type ImageDecision, type ImageGroup, type ListedImages } from './images-plan.ts'
import type { ImagesPlan } from './probe-images.ts'
import { removedImages, sameOnBoth, takenNames } from './run-images.ts'
import * as texts from './texts.ts'

/** Reads what was brought on both laptops, and remembers what is the same, so that the next switch knows who changed it. */
export async function verifyImages(
  pair: Pair,
  plan: ImagesPlan,
  answers: Answers,
  context: RunContext,
): Promise<Verification> {
  const taken = takenNames(plan.groups, answers)
  const unchanged = plan.groups.filter(({ decision }) => decision.kind === 'same').map(({ name }) => name)
  const names = [...taken, ...unchanged]
  const [here, there] = await listBoth(pair, context.signal)
  const present = names.filter((name) => [here, there].every(({ images }) => has(images, name)))
  // What is written here meanwhile is proven as it was sent.
  const same = await sameOnBoth(pair, { names: present, offered: true }, context)
  const later = await rememberProven(pair, same, goneFromBoth(here, there), context.signal)
  const removed = removedImages(plan.groups, answers)
  const notRemoved = removed.filter((name) => has(there.images, name))
  const kept = plan.groups.filter((group) => group.decision.kind !== 'same' && !isTaken(group, answers))
  const open = kept.filter((group) => context.unanswered.has(questionId(group)))
  const { chosen, unsaid } = sortByWord(namesIn(kept, asked), namesIn(open, asked))
  const stayed = stayedMeanwhile(plan.groups, { names, same, here, there })
  const others = leftFor([
    [texts.leftThere.changed(pair), namesIn(kept, ['keep'])],
    [texts.leftThere.only(pair), namesIn(kept, ['only-there'])],
    [texts.leftThere.cannot, namesIn(kept, ['cannot'])],
    [texts.leftThere.meanwhile(pair), [...new Set([...stayed, ...notRemoved])].map(textFromBytePath)],
  ])
  const left = [...unsaid, ...others]
  const differences = names.filter((name) => !same.has(name) && !stayed.includes(name)).map(textFromBytePath)
  const gone = removed.filter((name) => !notRemoved.includes(name)).map(textFromBytePath)
  const isNothing = names.length + chosen.length + left.length === 0
  return {
    items: isNothing ? [] : [makeItem({ compared: same.size, chosen, left, differences, taken })],
    notes: [
      ...later.map(({ name, at }) => texts.stillWritten(textFromBytePath(name), at, pair)),
      ...(gone.length === 0 ? [] : [texts.removed(gone, pair)]),
    ],
  }
}

/** What a question is about. */
const asked = ['ask', 'deleted-here', 'deleted-there'] as const satisfies readonly ImageDecision['kind'][]

interface Carried {
  readonly names: readonly BytePath[]
  readonly same: ReadonlyMap<BytePath, string>
  readonly here: ListedImages
  readonly there: ListedImages
}

/**
 * Of groups in which something on the laptop that is taken is neither what was planned from nor what was sent, or on which
 * something builds there by now.
 */
function stayedMeanwhile(groups: readonly ImageGroup[], { names, same, here, there }: Carried): readonly BytePath[] {
  const isOpen = (name: BytePath): boolean => names.includes(name) && !same.has(name)
  const isMoved = ({ name, there: planned, versions }: ImageGroup['members'][number]): boolean => {
    const [sent, now] = [here, there].map(({ images }) => images.find((image) => image.name === name)?.modifiedAt)
    return now !== planned?.modifiedAt && (now === undefined || (now !== sent && now !== versions.from?.modifiedAt))
  }
  return groups.flatMap(({ members }) => {
    const own = members.map(({ name }) => name)
    const isBuiltOn = there.images.some(
      ({ name, backing }) => backing.kind === 'inside' && own.includes(backing.name) && !own.includes(name),
    )
    const isLeft = isBuiltOn || members.some((one) => isOpen(one.name) && isMoved(one))
    return isLeft ? own.filter(isOpen) : []
  })
}

function namesIn(groups: readonly ImageGroup[], kinds: readonly ImageDecision['kind'][]): readonly string[] {
  const some = groups.filter(({ decision }) => kinds.includes(decision.kind))
  return some.flatMap(({ members }) => members.map(({ name }) => textFromBytePath(name)))
}

async function listBoth(pair: Pair, signal: AbortSignal): Promise<readonly [here: ListedImages, there: ListedImages]> {
  const [here, there] = await Promise.all([
    pair.from.call(listImages, {}, { signal }),
    pair.to.call(listImages, {}, { signal }),
  ])
  return [listedIn(here), listedIn(there)]
}

function has(images: ListedImages['images'], name: BytePath): boolean {
  return images.some((image) => image.name === name)
}

/** One of this name that is made later is another one. */
function goneFromBoth(here: ListedImages, there: ListedImages): readonly BytePath[] {
  return here.gone.filter((name) => there.gone.includes(name))
}

/** Gives those that were written to on the laptop that is left since they were held still. */
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
  readonly chosen: readonly string[]
  readonly left: readonly Left[]
  readonly differences: readonly string[]
  readonly taken: readonly BytePath[]
}

function makeItem({ taken, ...found }: Compared): VerificationItem {
  const { compared, chosen, left, differences } = found
  return {
    title: texts.stepTitle,
    verdict: verdictFor(found),
    text: texts.proofText(compared, { chosen: chosen.length, left: countLeft(left), different: differences.length }),
    compared,
    chosen: [...chosen],
    ...(left.length === 0 ? {} : { left: [...left] }),
    differences: [...differences],
    readBack: taken.map(textFromBytePath),
  }
}
