import type { Answers } from '../../../contract/preview.ts'
import type { Verification, VerificationItem } from '../../../contract/switch-state.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { listImages, rememberEqualImages } from '../verbs.ts'
import { isTaken, listedIn, type Listed } from './images-plan.ts'
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
  const removed = removedImages(plan.groups, answers).map(({ name }) => name)
  const left = removed.filter((name) => has(there.images, name))
  const kept = plan.groups
    .filter((group) => group.decision.kind !== 'same' && !isTaken(group, answers))
    .flatMap(({ members }) => members.map(({ name }) => name))
  const chosen = [...kept, ...left].map(textFromBytePath)
  const differences = names.filter((name) => !same.has(name)).map(textFromBytePath)
  const gone = removed.filter((name) => !left.includes(name)).map(textFromBytePath)
  return {
    items: names.length + chosen.length === 0 ? [] : [makeItem(same.size, chosen, differences, taken)],
    notes: [
      ...later.map(({ name, at }) => texts.stillWritten(textFromBytePath(name), at, pair)),
      ...(gone.length === 0 ? [] : [texts.removed(gone, pair)]),
      ...(left.length === 0 ? [] : [texts.notRemoved(left.map(textFromBytePath), pair)]),
    ],
  }
}

async function listBoth(pair: Pair, signal: AbortSignal): Promise<readonly [here: Listed, there: Listed]> {
  const [here, there] = await Promise.all([
    pair.from.call(listImages, {}, { signal }),
    pair.to.call(listImages, {}, { signal }),
  ])
  return [listedIn(here), listedIn(there)]
}

function has(images: Listed['images'], name: BytePath): boolean {
  return images.some((image) => image.name === name)
}

/** One of this name that is made later is another one. */
function goneFromBoth(here: Listed, there: Listed): readonly BytePath[] {
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

function makeItem(
  compared: number,
  chosen: readonly string[],
  differences: readonly string[],
  taken: readonly BytePath[],
): VerificationItem {
  return {
    title: texts.stepTitle,
    verdict: differences.length > 0 ? 'differs' : chosen.length > 0 ? 'as-chosen' : 'same',
    text: texts.proofText(compared, chosen.length, differences.length),
    compared,
    chosen: [...chosen],
    differences: [...differences],
    readBack: taken.map(textFromBytePath),
  }
}
