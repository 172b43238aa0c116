/** Which bundles a laptop has, and which of them a person means. */
import { bundlePartSchema, type BundleId, type BundleView } from '../../../contract/bundles-calls.ts'
import type { Machine } from '../../../machine/machine.ts'
import { bundlesMessages } from '../messages.ts'
import type { BundleFacts, WantedBundle } from '../schemas.ts'
import { listBundles } from '../verbs.ts'

/** "thesis" or "thesis:2". AppError "invalid-input" for anything else. */
export function parseBundle(text: string): WantedBundle {
  const [name = '', version, ...others] = text.split(':')
  const parts = version === undefined ? [name] : [name, version]
  if (others.length > 0 || !parts.every((part) => bundlePartSchema.safeParse(part).success))
    throw bundlesMessages.badName({ text })
  return version === undefined ? { name } : { name, version }
}

export const factsOf = async (machine: Machine): Promise<readonly BundleFacts[]> =>
  (await machine.call(listBundles, {})).bundles

/** All versions of a name, or the one; all bundles where none is named. AppError "not-found". */
export async function matching(machine: Machine, bundle: string | undefined): Promise<readonly BundleFacts[]> {
  const all = await factsOf(machine)
  if (bundle === undefined) return all
  const wanted = parseBundle(bundle)
  const found = all.filter(({ head }) => isMeant(head.bundle, wanted))
  if (found.length === 0) throw bundlesMessages.noBundle({ bundle })
  return found
}

export function isMeant(id: BundleId, { name, version }: WantedBundle): boolean {
  return id.name === name && (version === undefined || id.version === version)
}

export function view(
  { name: laptop }: Machine,
  { head, place, proven, elsewhere, use, isAway }: BundleFacts,
): BundleView {
  const { bundle, madeAt, madeOn, sources, files, bytes, digest, leftOut } = head
  return {
    ...{ ...bundle, laptop, madeAt, madeOn, sources, files, bytes, digest, leftOut, place },
    ...(proven?.isRight === true ? { verifiedAt: proven.at } : {}),
    isDamaged: proven?.isRight === false,
    elsewhere: Object.entries(elsewhere?.places ?? {}).map(([name, at]) => ({ place: name, at })),
    isAway: isAway === true,
    isPinned: use?.isPinned === true,
    awayOn: isAway ? Object.entries(elsewhere?.laptops ?? {}).map(([name, at]) => ({ laptop: name, at })) : [],
    damagedOn: Object.keys(elsewhere?.damaged ?? {}),
  }
}
