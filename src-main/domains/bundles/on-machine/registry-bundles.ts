/** Bundles in a registry: pushed as artifacts, listed, deleted, and brought here whole, to be compared with their lists before they count. */
import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { AgentHost } from '../../../commons/capability/agent-capability.ts'
import { sideBySide } from '../../../commons/side-by-side.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { createSubvolume, setReadOnly } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { packFiles } from '../../../tools/files/tar-layers.ts'
import type { Registry } from '../../../tools/oci/ask-registry.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleFacts, type BundleHead, type NamedContents, type WantedBundle } from '../schemas.ts'
import type { MovedByPlace } from '../verbs.ts'
import { keepArrived, readAgain, requireAsListed, type MoveWork } from './arrive.ts'
import { findBundle, requireHere } from './bundle-folders.ts'
import { entriesName, headName, isSameBundle, readEntries } from './bundle-lists.ts'
import { noteDamagedElsewhere, noteElsewhere } from './bundle-proofs.ts'
import { dropDraft, newDraft, sweepBundles, whileUsed, type Draft } from './make-and-remove.ts'
import { registryOf, type KeptRegistry } from './registries-file.ts'
import {
  askedAtOnce,
  blobOf,
  bundleOfTag,
  deleteArtifact,
  fetchBlob,
  findArtifact,
  isAllThere,
  listTags,
  pushBlob,
  putManifest,
  type Artifact,
  type Blob,
} from './registry-artifacts.ts'
import { layersOf, mostUnpacked, unpackLayers } from './registry-layers.ts'
import { isUnreadable } from './verify-bundle.ts'

export interface InRegistry {
  readonly host: Pick<AgentHost, 'stateFolder'>
  readonly at: KeptRegistry
}

/** The newest first. What is no bundle, and what is damaged, is passed over: others are listed all the same. */
export async function listInRegistry({ at }: InRegistry, options: RunOptions): Promise<readonly BundleFacts[]> {
  const registry = registryOf(at)
  const ids = (await listTags(registry, at.name, options)).flatMap((tag) => bundleOfTag(tag) ?? [])
  const found: BundleFacts[] = []
  for (let from = 0; from < ids.length; from += askedAtOnce) {
    const works = ids.slice(from, from + askedAtOnce).map((id) => async (signal: AbortSignal) => {
      const artifact = await findArtifact(registry, at.name, id, { signal }).catch((thrown: unknown) => {
        if (isDamage(thrown)) return undefined
        throw thrown
      })
      return artifact === undefined ? [] : [{ head: artifact.head, place: at.name }]
    })
    found.push(...(await sideBySide(works, options.signal)).flat())
  }
  return found.toSorted((one, other) => other.head.madeAt.localeCompare(one.head.madeAt))
}

const isDamage = (thrown: unknown): boolean => toAppError(thrown).code === 'not-verified' || isUnreadable(thrown)

/** Whether it is listed there with all that it names, without reading it. */
export async function isInRegistry({ at }: InRegistry, head: NamedContents, options: RunOptions): Promise<boolean> {
  const registry = registryOf(at)
  const artifact = await findArtifact(registry, at.name, head.bundle, options)
  return (
    artifact !== undefined &&
    isSameBundle(artifact.head, head) &&
    (await isAllThere(registry, at.name, artifact, options))
  )
}

/** Harmless where another one has its name by now. AppError "blocked" where the registry lets nobody delete. */
export async function removeFromRegistry({ at }: InRegistry, head: NamedContents, options: RunOptions): Promise<void> {
  const registry = registryOf(at)
  const artifact = await findArtifact(registry, at.name, head.bundle, options)
  if (artifact !== undefined && isSameBundle(artifact.head, head))
    await deleteArtifact(registry, at.name, artifact, options)
}

/** AppErrors "disk-full", "not-verified", "invalid-input" where another one of that name is there. */
export async function putInRegistry(request: InRegistry, id: BundleId, work: MoveWork): Promise<MovedByPlace> {
  const { host, at } = request
  const { stateFolder } = host
  const registry = registryOf(at)
  const known = requireHere(findBundle(stateFolder, id))
  await sweepBundles(stateFolder)
  const bundle = bundleText(id)
  const there = await findArtifact(registry, at.name, id, work)
  if (there !== undefined && there.head.digest !== known.head.digest)
    throw bundlesMessages.otherThere({ bundle, laptop: at.name })
  requireRoomToRead(stateFolder, known.head, at.name)
  if (there === undefined) await whileUsed(stateFolder, id, () => pushBundle(request, { registry, known }, work))
  try {
    await provePushed(request, { registry, head: known.head }, work)
  } catch (thrown) {
    if (there !== undefined && isDamage(thrown)) noteDamagedElsewhere(stateFolder, id, at.name)
    throw thrown
  }
  await noteThere(request, known.head, work)
  return { facts: findBundle(stateFolder, id), how: there === undefined ? 'whole' : 'there' }
}

/** The other laptop may have deleted it there while it was compared here. */
async function noteThere({ host, at }: InRegistry, head: BundleHead, options: RunOptions): Promise<void> {
  if (!(await isInRegistry({ host, at }, head, options)))
    throw bundlesMessages.noBundleThere({ bundle: bundleText(head.bundle), place: at.name })
  noteElsewhere(host.stateFolder, head.bundle, { name: at.name, identity: at.id })
}

interface Pushing {
  readonly registry: Registry
  readonly known: BundleFacts
}

/** Layer by layer, of which one at a time takes up room here. The manifest is the last: without it there is nothing. */
async function pushBundle({ host, at }: InRegistry, { registry, known }: Pushing, work: MoveWork): Promise<void> {
  const { head, place } = known
  const entries = await readEntries(place, head, work)
  const draft = newDraft(host.stateFolder, head.bundle)
  let sent = 0
  const options = { signal: work.signal, onBytes: (bytes: number) => work.onSent((sent += bytes)) }
  const push = async (kind: 'head' | 'entries' | 'files', file: string): Promise<Blob> => {
    const blob = blobOf(kind, `sha256:${await sumFile(file)}`, statSync(file).size)
    await pushBlob(registry, at.name, { file, blob }, options)
    return blob
  }
  try {
    const config = await push('head', path.join(place, headName))
    const list = await push('entries', path.join(place, entriesName))
    const files: Blob[] = []
    const file = path.join(draft.folder, 'layer')
    for (const paths of layersOf(entries)) {
      await packFiles({ folder: place, paths, file }, work)
      files.push(await push('files', file))
      rmSync(file)
    }
    await putManifest(registry, at.name, { head, entries: list, files, config }, work)
  } finally {
    await dropDraft(draft)
  }
}

async function sumFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Packed, and as it is. */
function requireRoomToRead(stateFolder: string, head: BundleHead, place: string): void {
  requireRoom({ folder: stateFolder }, { head, place }, head.bytes * 2.1)
}

/** Some is left for others. */
function requireRoom(
  { folder }: Pick<Draft, 'folder'>,
  { head: { bundle }, place }: { readonly head: BundleHead; readonly place: string },
  bytes: number,
): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < bytes + 256 * 2 ** 20)
    throw bundlesMessages.noRoomToRead({ bundle: bundleText(bundle), place, bytes })
}

async function provePushed(
  request: InRegistry,
  { registry, head }: { readonly registry: Registry; readonly head: BundleHead },
  work: MoveWork,
): Promise<void> {
  const { host, at } = request
  const artifact = await findArtifact(registry, at.name, head.bundle, work)
  if (artifact === undefined) throw bundlesMessages.noBundleThere({ bundle: bundleText(head.bundle), place: at.name })
  const draft = newDraft(host.stateFolder, head.bundle)
  try {
    await bringInto(request, { registry, artifact, draft }, work)
    await requireAsListed(draft.tree, head, { signal: work.signal, onBytes: work.onRead })
  } finally {
    await dropDraft(draft)
  }
}

interface Bringing {
  readonly registry: Registry
  readonly artifact: Artifact
  readonly draft: Draft
}

/** All archives are here and are what the manifest says before the first is unpacked. AppError "not-verified". */
async function bringInto({ at }: InRegistry, { registry, artifact, draft }: Bringing, work: MoveWork): Promise<void> {
  const { head, headText, entries: list, files } = artifact
  const bundle = bundleText(head.bundle)
  const damaged = () => bundlesMessages.damagedThere({ bundle, place: at.name })
  let came = 0
  const options = { signal: work.signal, bundle, onBytes: (bytes: number) => work.onSent((came += bytes)) }
  requireRoom(draft, { head, place: at.name }, list.size)
  await createSubvolume(draft.tree, work)
  writeFileSync(path.join(draft.tree, headName), headText, { mode: 0o600, flag: 'wx' })
  await fetchBlob(registry, at.name, { file: path.join(draft.tree, entriesName), blob: list }, options)
  const entries = await readEntries(draft.tree, head, work)
  const unpacked = mostUnpacked(entries)
  const packed = files.reduce((sum, { size }) => sum + size, 0)
  if (packed > unpacked * 1.1) throw damaged()
  requireRoom(draft, { head, place: at.name }, packed + unpacked)
  const folder = path.join(draft.folder, 'layers')
  mkdirSync(folder, { mode: 0o700 })
  const archives: string[] = []
  for (const blob of files) {
    const file = path.join(folder, String(archives.length))
    await fetchBlob(registry, at.name, { file, blob }, options)
    archives.push(file)
  }
  if (!(await unpackLayers({ archives, tree: draft.tree, entries }, work))) throw damaged()
  rmSync(folder, { recursive: true })
  await setReadOnly(draft.tree, true, work)
}

type Wanted = WantedBundle & { readonly digest?: string | undefined }

async function findNewest(
  request: InRegistry,
  registry: Registry,
  { name, version, digest }: Wanted,
  options: RunOptions,
): Promise<Artifact | undefined> {
  const { at } = request
  if (version !== undefined) {
    const found = await findArtifact(registry, at.name, { name, version }, options)
    return digest === undefined || found?.head.digest === digest ? found : undefined
  }
  const newest = (await listInRegistry(request, options)).find(({ head }) => head.bundle.name === name)
  return newest && findArtifact(registry, at.name, newest.head.bundle, options)
}

export async function getFromRegistry(request: InRegistry, wanted: Wanted, work: MoveWork): Promise<MovedByPlace> {
  const { host, at } = request
  const { stateFolder } = host
  const registry = registryOf(at)
  const { name, version } = wanted
  const artifact = await findNewest(request, registry, wanted, work)
  const bundle = version === undefined ? name : `${name}:${version}`
  if (artifact === undefined) throw bundlesMessages.noBundleThere({ bundle, place: at.name })
  const { head } = artifact
  const reading = { signal: work.signal, onBytes: work.onRead }
  const there = await readAgain({ to: stateFolder, toName: 'this laptop' }, head, reading)
  if (there !== undefined) return { facts: there, how: 'there' }
  await sweepBundles(stateFolder)
  requireRoomToRead(stateFolder, head, at.name)
  const draft = newDraft(stateFolder, head.bundle)
  try {
    await bringInto(request, { registry, artifact, draft }, work)
    await keepArrived(stateFolder, draft, head, reading)
  } catch (thrown) {
    await dropDraft(draft)
    throw thrown
  }
  await noteThere(request, head, work)
  return { facts: findBundle(stateFolder, head.bundle), how: 'whole' }
}
