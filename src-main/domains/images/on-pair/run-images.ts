import { pushFiles } from '../../../commons/transfers/on-pair/push-files.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { StepOutcome } from '../../../contract/switch-state.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import { adoptImages, hashImages, listImages, prepareImages, type Image } from '../verbs.ts'
import { isTaken, type ImageGroup } from './images-plan.ts'
import { imagesOf, type ImagesPlan } from './probe-images.ts'
import * as texts from './texts.ts'

/** Receives beside the old images and renames over them at the end, so that a cut leaves the old ones whole. */
export async function runImages(
  pair: Pair,
  plan: ImagesPlan,
  answers: Answers,
  context: RunContext,
): Promise<StepOutcome> {
  const names = takenNames(plan.groups, answers)
  const images = await stillToBring(pair, names, context.signal)
  const paths = images.map(({ name }) => name)
  const { signal } = context
  // Also with nothing to bring: what an interrupted switch left there is not needed any more.
  await pair.to.call(prepareImages, { names: paths }, { signal })
  if (images.length === 0) return { text: texts.nothingToCopy, bytes: 0, items: 0 }
  const { sentBytes } = await pushFiles(pair, { area: 'images', paths }, { signal, onProgress: context.report })
  const { unknownAccounts } = await pair.to.call(adoptImages, { images: [...images] }, { signal })
  const owners = unknownAccounts.length === 0 ? '' : texts.ownedByRoot(unknownAccounts, pair.to.label)
  return {
    text: `${texts.copied(images.length, sentBytes, pair.to.label)}${owners}`,
    bytes: sentBytes,
    items: images.length,
  }
}

export function takenNames(groups: readonly ImageGroup[], answers: Answers): readonly BytePath[] {
  return groups
    .filter((group) => isTaken(group, answers))
    .flatMap(({ members }) => members.filter(({ onFrom }) => onFrom).map(({ name }) => name))
}

/** What an earlier run of this step has brought already has the length and the time of its original; then its sum tells. */
async function stillToBring(pair: Pair, names: readonly BytePath[], signal: AbortSignal): Promise<readonly Image[]> {
  if (names.length === 0) return []
  const [here, there] = await Promise.all([
    pair.from.call(listImages, {}, { signal }),
    pair.to.call(listImages, {}, { signal }),
  ])
  const wanted = imagesOf(here).filter(({ name }) => names.includes(name))
  const alike = wanted.filter(({ name, bytes, modifiedAt }) =>
    imagesOf(there).some((image) => image.name === name && image.bytes === bytes && image.modifiedAt === modifiedAt),
  )
  const same = await sameOnBoth(
    pair,
    alike.map(({ name }) => name),
    { signal },
  )
  return wanted.filter(({ name }) => !same.has(name))
}

/** Names to sums, of those that both laptops have with the same contents. */
export async function sameOnBoth(
  pair: Pair,
  names: readonly BytePath[],
  options: Pick<RunContext, 'signal'> & Partial<Pick<RunContext, 'report'>>,
): Promise<ReadonlyMap<BytePath, string>> {
  if (names.length === 0) return new Map()
  const input = { names: [...names] }
  const [here, there] = await Promise.all([
    pair.from.call(hashImages, input, { signal: options.signal }),
    pair.to.call(hashImages, input, { signal: options.signal, onProgress: options.report }),
  ])
  const sums = new Map(there.hashes.map(({ name, sha256 }) => [name, sha256]))
  return new Map(
    here.hashes.flatMap(({ name, sha256 }) => (sums.get(name) === sha256 ? [[name, sha256] as const] : [])),
  )
}
