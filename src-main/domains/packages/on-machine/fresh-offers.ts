import { rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Message } from '../../../kernel/message.ts'
import { readOffers, type PackageOffer } from '../../../tools/apt/apt-cache.ts'
import { refreshPackageLists } from '../../../tools/apt/apt-get.ts'
import { listsOf, type AptView } from '../../../tools/apt/apt-view.ts'
import { readArchitectures } from '../../../tools/apt/dpkg-query.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { compareVersions } from '../compare-versions.ts'
import { packagesMessages } from '../messages.ts'
import { keyOf, type PackageFile, type PackageVersion, nameToApt, type Rejection } from '../model.ts'
import { ageMs, cacheFolder, freshMs, makeReadable } from './archives/archive-folders.ts'
import { withFiles } from './archives/files-view.ts'

/** Lists with architectures that dpkg does not know yet. */
const withArchitectures = path.join(cacheFolder, 'architectures')

export interface Offers {
  readonly choice: ChosenVersions
  /** In which apt knows these versions. */
  readonly view: AptView
}

export interface WantedOffers {
  readonly install: readonly PackageVersion[]
  readonly nativeArch: string
  /** Not known to dpkg yet. */
  readonly architectures: readonly string[]
  /** No lists are fetched: what an earlier question has fetched counts as long as it is new. */
  readonly onlyKnown?: true
  /** Offered besides. */
  readonly files?: readonly PackageFile[]
}

/**
 * Which of the wanted versions are available. If the package lists are old and lack something, or cannot know an architecture,
 * newer ones are fetched into a separate folder, at most once an hour, so that planning changes nothing of apt's. Without a
 * connection the old ones are used.
 */
export async function findOffers(wanted: WantedOffers, options: RunOptions): Promise<Offers> {
  const { files = [] } = wanted
  const own = await withFiles({ kind: 'own' }, files)
  const beside = viewBeside(wanted)
  const isReady = () => (wanted.onlyKnown === true ? isFresh(beside) : refresh(beside, options))
  const offersBeside = async () => findOffersIn(await withFiles(beside, files), wanted, options)
  if (wanted.architectures.length > 0) {
    return (await isReady()) ? offersBeside() : withoutNew(wanted, await findOffersIn(own, wanted, options))
  }
  const known = await findOffersIn(own, wanted, options)
  if (known.choice.unavailable.length === 0 || (await ageMs('/var/lib/apt/lists')) < freshMs) return known
  if (!(await isReady())) return known
  const better = await offersBeside()
  return better.choice.unavailable.length < known.choice.unavailable.length ? better : known
}

export async function findOffersIn(
  view: AptView,
  { install, nativeArch }: WantedOffers,
  options: RunOptions,
): Promise<Offers> {
  return { choice: chooseVersions(install, await readOffers(install.map(keyOf), view, options), nativeArch), view }
}

/** apt could not be asked about these. */
function withoutNew({ architectures }: WantedOffers, { choice, view }: Offers): Offers {
  const unavailable = choice.unavailable.map((one) =>
    architectures.includes(one.arch)
      ? { ...one, reason: packagesMessages.architecture({ architecture: one.arch }) }
      : one,
  )
  return { choice: { ...choice, unavailable }, view }
}

/** Where lists for such a question are kept. */
export function listsBeside(architectures: readonly string[]): string {
  return listsOf({ kind: 'beside', folder: folderFor(architectures) })
}

function folderFor(architectures: readonly string[]): string {
  return architectures.length === 0 ? cacheFolder : path.join(withArchitectures, architectures.toSorted().join('+'))
}

function viewBeside({ architectures, nativeArch }: WantedOffers): ViewBeside {
  const view = { kind: 'beside', folder: folderFor(architectures) } as const
  if (architectures.length === 0) return view
  return { ...view, architectures: [...readArchitectures(nativeArch), ...architectures] }
}

/** Once dpkg knows them, apt's own lists do. */
export async function forgetArchitectures(): Promise<void> {
  await rm(withArchitectures, { recursive: true, force: true })
}

const oldMs = 7 * 24 * 60 * 60 * 1000

/** Those of plans that nobody follows. */
export async function forgetOldArchitectures(): Promise<void> {
  const age = await ageMs(withArchitectures)
  if (age > oldMs && age < Infinity) await forgetArchitectures()
}

type ViewBeside = Extract<AptView, { kind: 'beside' }>

function stampIn({ folder }: ViewBeside): string {
  return path.join(folder, 'refreshed')
}

async function isFresh(view: ViewBeside): Promise<boolean> {
  return (await ageMs(stampIn(view))) < freshMs
}

async function refresh(view: ViewBeside, options: RunOptions): Promise<boolean> {
  const stamp = stampIn(view)
  if (await isFresh(view)) return true
  const above = view.folder === cacheFolder ? [] : [cacheFolder, withArchitectures]
  for (const folder of [path.dirname(cacheFolder), ...above, view.folder, listsOf(view)]) await makeReadable(folder)
  const { kind } = await refreshPackageLists(view, options)
  if (kind !== 'refreshed') return false
  await writeFile(stamp, '')
  await utimes(stamp, new Date(), new Date())
  return true
}

interface ChosenVersions {
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
