import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { hasRoomFor } from '../../../../commons/disk-space.ts'
import type { Output, Parsed } from '../../../../contract/define.ts'
import { answer, type Answer, type AnswerContext } from '../../../../machine/machine.ts'
import {
  aptArchives,
  downloadArchives,
  type Fetch,
  listArchives,
  type ListedArchive,
} from '../../../../tools/apt/apt-archives.ts'
import { readOrigins } from '../../../../tools/apt/apt-cache.ts'
import { refreshPackageLists } from '../../../../tools/apt/apt-get.ts'
import type { AptView } from '../../../../tools/apt/apt-view.ts'
import { addArchitecture } from '../../../../tools/apt/dpkg-architectures.ts'
import { listDpkgPackages, nativeArchitectureOf } from '../../../../tools/apt/dpkg-query.ts'
import { isMetered } from '../../../../tools/network-manager.ts'
import { type RunOptions, unreadableAnswer } from '../../../../tools/run.ts'
import { isDetachedRunning } from '../../../../tools/systemd/detached-unit.ts'
import { packagesMessages } from '../../messages.ts'
import { type Archive, archiveSchema, keyOf, nameToApt, type PackageVersion } from '../../model.ts'
import { downloadPackages, fetchPackagesAhead, takePackages, findKeptFiles } from '../../verbs.ts'
import { agreedActions, remaining } from '../agreed-transaction.ts'
import { capture } from '../answer-capture.ts'
import { addressOfOrigin } from '../answer-sources.ts'
import { findOffers, forgetArchitectures } from '../fresh-offers.ts'
import { packagesUnit } from '../packages-unit.ts'
import { isHalfDone } from '../read-health.ts'
import { readKnownSources } from '../read-sources.ts'
import { followTransaction } from '../run-transaction.ts'
import { aptAsker, wordsOf, type Transaction } from '../simulate.ts'
import { stateOf } from '../add-source.ts'
import { answerOffer } from './answer-offer.ts'
import { archivesFolder, archiveTransfers, clearReceived, makeArchivesFolder } from './archive-folders.ts'
import { viewOf } from './files-view.ts'
import { readPackageFile } from './package-files.ts'
import { findMissing, keepOnly, takeArchives } from './place-archives.ts'

/** Where nothing is: what is in a cache would not be listed. */
const noCache = '/nonexistent/'

/** Every file that the transaction needs, as this laptop's own signed lists have it, or the person agreed to it. */
export async function wantedArchives(
  transaction: Transaction,
  view: AptView,
  options: RunOptions,
): Promise<readonly Archive[]> {
  const listed = await listArchives(wordsOf(transaction), { view, cache: noCache }, options)
  return listed.map(archiveOf)
}

/** apt makes the name of what the file is, a colon in the version as "%3a". Without a SHA-256 it could not be proven. */
export function archiveOf(listed: ListedArchive): Archive {
  const [name, version, ending] = listed.fileName.split('_')
  const arch = ending?.replace(/\.\w+$/, '')
  const archive = archiveSchema.safeParse({ ...listed, name, version: version?.replaceAll('%3a', ':'), arch })
  if (!archive.success) throw unreadableAnswer('apt-get --print-uris', listed.fileName)
  return archive.data
}

const answerDownload = answer(downloadPackages, async (order, context) => {
  const { signal, report } = context
  const { transaction, nativeArch, view } = await openTransaction(order, context)
  if (transaction.install.length === 0 && !order.repairs) return { missing: [] }
  await addArchitectures(order.architectures, { signal })
  report({ done: 0, unit: 'bytes', current: packagesMessages.updating({}) })
  const refreshed = await refreshPackageLists({ kind: 'own' }, { signal })
  const words = refreshed.kind === 'refreshed' ? '' : refreshed.words
  await agreedActions(transaction, { nativeArch, view, agreed: order.agreed, words }, { signal })
  const wanted = await wantedArchives(transaction, view, { signal })
  const open = await useWhatIsThere(wanted, signal)
  const retries = stateOf(words) === 'unreachable' ? 0 : 3
  if (open.length > 0) await download({ words: wordsOf(transaction), view, retries }, open, context)
  return { missing: [...(await findMissing(open, archivesFolder, signal))] }
})

type Ahead = Output<typeof fetchPackagesAhead>

/** Whatever keeps it from being done keeps the switch itself from nothing. */
const answerAhead = answer(fetchPackagesAhead, async ({ install, architectures }, context): Promise<Ahead> => {
  const { signal, host } = context
  if (await isDetachedRunning(packagesUnit(host.stateFolder), { signal })) return gotNothing('incomplete')
  if (await isMetered({ signal })) return gotNothing('metered')
  const now = await capture(host, { signal })
  const { nativeArch } = now
  const open = remaining({ install, remove: [] }, now).install
  if (open.length === 0) return gotNothing('complete')
  const { choice, view } = await findOffers(
    { ...{ install: open, nativeArch, architectures }, onlyKnown: true },
    { signal },
  )
  const transaction = { install: choice.available, remove: [] }
  const outlook = await aptAsker(nativeArch, view, { signal })(transaction)
  if (outlook.kind === 'impossible') return gotNothing('complete')
  const missing = await useWhatIsThere(await wantedArchives(transaction, view, { signal }), signal)
  if (missing.length === 0) return gotNothing('complete')
  const bytes = sizeOf(missing)
  const { bavail, blocks, bsize } = await statfs(archivesFolder)
  if (!hasRoomFor(bytes, { freeBytes: bavail * bsize, totalBytes: blocks * bsize })) return gotNothing('little-room')
  await download({ words: wordsOf(transaction), view, retries: 0 }, missing, context)
  const left = await findMissing(missing, archivesFolder, signal)
  return { bytes: bytes - sizeOf(left), end: left.length === 0 ? 'complete' : 'incomplete' }
})

function gotNothing(end: Ahead['end']): Ahead {
  return { bytes: 0, end }
}

function sizeOf(archives: readonly Archive[]): number {
  return archives.reduce((sum, { bytes }) => sum + bytes, 0)
}

const answerTake = answer(takePackages, async (order, context) => {
  const { signal } = context
  const { transaction, nativeArch, view } = await openTransaction(order, context)
  await agreedActions(transaction, { nativeArch, view, agreed: order.agreed }, { signal })
  const wanted = await wantedArchives(transaction, view, { signal })
  await makeArchivesFolder()
  const open = await findMissing(wanted, archivesFolder, signal)
  const { taken, refused } = await takeArchives(open, archiveTransfers.receiveFolder, archivesFolder, signal)
  await clearReceived()
  return { missing: open.filter((one) => !taken.includes(one)), refused: [...refused] }
})

const answerKeptFiles = answer(findKeptFiles, async ({ packages }, { signal }) => {
  const known = await listDpkgPackages({ signal })
  const nativeArch = nativeArchitectureOf(known)
  const files = []
  const absent = []
  for (const one of await withoutOffered(packages, nativeArch, { signal })) {
    const isThis = ({ architecture }: { readonly architecture: string }) =>
      architecture === one.arch || (architecture === 'all' && one.arch === nativeArch)
    const entry = known.find((each) => each.name === one.name && each.version === one.version && isThis(each))
    if (entry === undefined || isHalfDone(entry)) continue
    const file = await readPackageFile({ ...one, arch: entry.architecture }, aptArchives, { signal })
    if (files.length === mostFiles) break
    if (file === undefined) absent.push({ name: one.name, arch: one.arch })
    else files.push(file)
  }
  return { files, absent }
})

const mostFiles = 30

/** Without those versions that a source offers which the other laptop has, or could have. */
async function withoutOffered(
  packages: readonly PackageVersion[],
  nativeArch: string,
  options: RunOptions,
): Promise<readonly PackageVersion[]> {
  const [origins, { known }] = await Promise.all([readOrigins(packages.map(keyOf), options), readKnownSources(options)])
  const usual = new Set(
    known.flatMap(({ source, addresses }) => (source.hindrance === undefined ? [...addresses.keys()] : [])),
  )
  return packages.filter((one) => {
    const places = origins.get(nameToApt(one, nativeArch))?.get(one.version) ?? []
    return !places.some((place) => usual.has(addressOfOrigin(place)))
  })
}

export const archivesAnswers: readonly Answer[] = [
  answerKeptFiles,
  answerAhead,
  answerDownload,
  answerOffer,
  answerTake,
]

/** apt's own lists know them once they are fetched anew. */
async function addArchitectures(wanted: readonly string[], options: RunOptions): Promise<void> {
  for (const one of wanted) await addArchitecture(one, options)
  if (wanted.length > 0) await forgetArchitectures()
}

/** What is still to be done, once what an earlier agent has begun is at its end. */
async function openTransaction(
  order: Parsed<typeof takePackages>,
  context: AnswerContext,
): Promise<{ readonly transaction: Transaction; readonly nativeArch: string; readonly view: AptView }> {
  const { stateFolder } = context.host
  const options = { signal: context.signal }
  if (await isDetachedRunning(packagesUnit(stateFolder), options)) {
    await followTransaction(context, order.agreed.length)
  }
  const now = await capture(context.host, options)
  const view = await viewOf(order)
  return { transaction: remaining(order, now), nativeArch: now.nativeArch, view }
}

/** Of an earlier run, of the other laptop before that was interrupted, or of apt itself. */
async function useWhatIsThere(wanted: readonly Archive[], signal: AbortSignal): Promise<readonly Archive[]> {
  await makeArchivesFolder()
  for (const folder of [archivesFolder, path.join(archivesFolder, 'partial')]) await keepOnly(wanted, folder)
  let open = await findMissing(wanted, archivesFolder, signal)
  for (const folder of [archiveTransfers.receiveFolder, aptArchives]) {
    const { taken } = await takeArchives(open, folder, archivesFolder, signal)
    open = open.filter((one) => !taken.includes(one))
  }
  await clearReceived()
  return open
}

async function download(
  wanted: Pick<Fetch, 'words' | 'view' | 'retries'>,
  archives: readonly Archive[],
  { signal, report }: AnswerContext,
): Promise<void> {
  const total = sizeOf(archives)
  const onShare = (share: number): void => report({ done: Math.round(share * total), total, unit: 'bytes' })
  onShare(0)
  await downloadArchives({ ...wanted, folder: archivesFolder, onShare }, { signal })
}
