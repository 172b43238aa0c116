import type { Message } from '../../../kernel/message.ts'
import type { PackageOffer } from '../../../tools/apt/apt-cache.ts'
import { compareVersions } from '../compare-versions.ts'
import { nameToApt, type PackageVersion, type Rejection } from '../model.ts'
import { packagesMessages } from '../messages.ts'

export interface ChosenVersions {
  readonly available: readonly PackageVersion[]
  readonly unavailable: readonly Rejection[]
}

/**
 * The wanted version if this machine's sources have it, else the one they would install if it is newer: archives keep
 * only their newest version.
 */
export function chooseVersions(
  wanted: readonly PackageVersion[],
  offers: ReadonlyMap<string, PackageOffer>,
  nativeArch: string,
): ChosenVersions {
  const offerOf = (one: PackageVersion) => offers.get(nameToApt(one, nativeArch))
  const choices = wanted.map((one) => ({ one, version: chooseVersion(one, offerOf(one)) }))
  return {
    available: choices.flatMap(({ one, version }) =>
      version.kind === 'take' ? [{ ...one, version: version.version }] : [],
    ),
    unavailable: choices.flatMap(({ one, version }) =>
      version.kind === 'none'
        ? [{ ...one, reason: version.reason, isNotOffered: true, needsRemoval: [], actions: [] }]
        : [],
    ),
  }
}

type VersionChoice =
  { readonly kind: 'take'; readonly version: string } | { readonly kind: 'none'; readonly reason: Message }

function chooseVersion(wanted: PackageVersion, offer: PackageOffer | undefined): VersionChoice {
  if (offer === undefined || offer.candidate === undefined)
    return { kind: 'none', reason: packagesMessages.notOffered({}) }
  if (offer.versions.includes(wanted.version)) return { kind: 'take', version: wanted.version }
  if (offer.versions.includes(offer.candidate) && compareVersions(offer.candidate, wanted.version) > 0) {
    return { kind: 'take', version: offer.candidate }
  }
  const newest = offer.versions[0]
  const version = wanted.version
  const reason =
    newest === undefined ? packagesMessages.notOffered({}) : packagesMessages.onlyOther({ newest, version })
  return { kind: 'none', reason }
}
