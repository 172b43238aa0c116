import type { Answers } from '../../../contract/preview.ts'
import type { Verification, VerificationItem } from '../../../contract/switch-state.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { listImages, rememberEqualImages } from '../verbs.ts'
import { isTaken } from './images-plan.ts'
import { imagesOf, type ImagesPlan } from './probe-images.ts'
import { sameOnBoth, takenNames } from './run-images.ts'
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
  const missing = await missingOn(pair, names, context.signal)
  const same = await sameOnBoth(
    pair,
    names.filter((name) => !missing.includes(name)),
    context,
  )
  const images = [...same].map(([name, sha256]) => ({ name, sha256 }))
  await Promise.all(
    [pair.from, pair.to].map((machine) => machine.call(rememberEqualImages, { images }, { signal: context.signal })),
  )
  const chosen = plan.groups
    .filter((group) => group.decision.kind !== 'same' && !isTaken(group, answers))
    .flatMap(({ members }) => members.map(({ name }) => textFromBytePath(name)))
  const differences = names.filter((name) => !same.has(name)).map(textFromBytePath)
  return {
    items: names.length + chosen.length === 0 ? [] : [makeItem(same.size, chosen, differences, taken)],
    notes: [],
  }
}

async function missingOn(pair: Pair, names: readonly BytePath[], signal: AbortSignal): Promise<readonly BytePath[]> {
  if (names.length === 0) return []
  const lists = await Promise.all([pair.from, pair.to].map((machine) => machine.call(listImages, {}, { signal })))
  return names.filter((name) => !lists.every((list) => imagesOf(list).some((image) => image.name === name)))
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
