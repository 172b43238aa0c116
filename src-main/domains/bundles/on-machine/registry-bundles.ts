/** Bundles in a registry: pushed as artifacts, listed, deleted, and brought here whole, to be compared with their lists before they count. */
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { streamOwn } from '../../../tools/files/own-file.ts'
import type { OpenedRegistry } from '../../../commons/places/on-machine/open-place.ts'
import {
  askedAtOnce,
  fetchBlob,
  listTags,
  pushBlob,
  type Blob,
} from '../../../commons/places/on-machine/registry/registry-requests.ts'
import { sideBySide } from '../../../commons/side-by-side.ts'
import { createSubvolume, setReadOnly } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { packFiles } from '../../../tools/files/tar-layers.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, unreadableDigest, type BundleFacts, type BundleHead, type NamedContents } from '../schemas.ts'
import { type MoveWork } from './arrive.ts'
import { entriesName, headName, isSameBundle, readEntries } from './bundle-lists.ts'
import { dropDraft, newDraft, whileUsed, type Draft } from './make-and-remove.ts'
import {
  blobOf,
  bundleOfTag,
  deleteArtifact,
  findArtifact,
  isAllThere,
  lookAtArtifact,
  putManifest,
  unknownTime,
  type Artifact,
} from './registry-artifacts.ts'
import { layersOf, mostUnpacked, unpackLayers } from './registry-layers.ts'
import type { OpenedBundles, Wanted } from './opened-bundles.ts'
import { openWhole, requireRoom, undescribed } from './whole-bundles.ts'

/** The newest first. What is no bundle is passed over; one whose description is lost is known to be damaged. */
async function listInRegistry({ at, registry, options }: OpenedRegistry): Promise<readonly BundleFacts[]> {
  const place = at.name
  const ids = (await listTags(registry, place, options)).flatMap((tag) => bundleOfTag(tag) ?? [])
  const found: BundleFacts[] = []
  for (let from = 0; from < ids.length; from += askedAtOnce) {
    const works = ids.slice(from, from + askedAtOnce).map((id) => async (signal: AbortSignal) => {
      const one = await lookAtArtifact(registry, place, id, { signal }).catch(unlessLost)
      if (one.kind === 'whole') return [{ head: one.artifact.head, place }]
      if (one.kind === 'lost')
        return [undescribed(place, { bundle: id, digest: unreadableDigest, madeAt: unknownTime })]
      return one.kind === 'undescribed'
        ? [undescribed(place, { bundle: id, digest: one.contents, madeAt: one.madeAt })]
        : []
    })
    found.push(...(await sideBySide(works, options.signal)).flat())
  }
  return found.toSorted((one, other) => other.head.madeAt.localeCompare(one.head.madeAt))
}

/** One that the registry itself cannot read any more hides no other: 500 (RFC 9110) is no answer of one that is only busy. */
function unlessLost(thrown: unknown): { readonly kind: 'lost' } {
  const { problem } = toAppError(thrown)
  if (problem?.id === placesMessages.registryFails.id && problem.data['status'] === 500) return { kind: 'lost' }
  throw thrown
}

/** Whether it is listed there with all that it names, without reading it. */
async function isInRegistry({ at, registry, options }: OpenedRegistry, head: NamedContents): Promise<boolean> {
  const artifact = await findArtifact(registry, at.name, head.bundle, options)
  return (
    artifact !== undefined &&
    isSameBundle(artifact.head, head) &&
    (await isAllThere(registry, at.name, artifact, options))
  )
}

/** Harmless where another one has its name by now. AppError "blocked" where the registry lets nobody delete. */
async function removeFromRegistry({ at, registry, options }: OpenedRegistry, head: NamedContents): Promise<void> {
  if (head.digest === unreadableDigest) throw placesMessages.registryFails({ address: at.name, status: 500 })
  const found = await lookAtArtifact(registry, at.name, head.bundle, options)
  if (found.kind === 'undescribed' && found.contents === head.digest)
    await deleteArtifact(registry, at.name, found, options)
  if (found.kind === 'whole' && isSameBundle(found.artifact.head, head))
    await deleteArtifact(registry, at.name, found.artifact, options)
  if (found.kind === 'other') throw bundlesMessages.damagedThere({ bundle: bundleText(head.bundle), place: at.name })
}

export function bundlesInRegistry(opened: OpenedRegistry): OpenedBundles {
  const { host, at, registry, room } = opened
  const { stateFolder } = host
  const findSame = async (head: BundleHead, options: RunOptions): Promise<Artifact | undefined> => {
    const { bundle } = head
    const found = await findArtifact(registry, at.name, bundle, options)
    if (found !== undefined && !isSameBundle(found.head, head))
      throw bundlesMessages.otherThere({ bundle: bundleText(bundle), laptop: at.name })
    if (found !== undefined && found.head.bytes !== head.bytes)
      throw bundlesMessages.damagedThere({ bundle: bundleText(bundle), place: at.name })
    return found
  }
  return openWhole<Artifact>({
    ...{ stateFolder, at: { name: at.name, identity: at.id }, roomForEach: 2.1, findSame, room },
    list: () => listInRegistry(opened),
    has: (head) => isInRegistry(opened, head),
    remove: async (heads) => {
      for (const head of heads) await removeFromRegistry(opened, head)
      return heads.length
    },
    findNewest: async (wanted, options) => {
      const found = await findNewest(opened, wanted, options)
      return found && { found, head: found.head }
    },
    push: async (known, work) => {
      const { bundle } = known.head
      await whileUsed(stateFolder, bundle, () => pushBundle(opened, known, work))
      const pushed = await findSame(known.head, work)
      if (pushed === undefined) throw bundlesMessages.noBundleThere({ bundle: bundleText(bundle), place: at.name })
      return pushed
    },
    takeBack: (found) => deleteArtifact(registry, at.name, found, {}),
    bringInto: (artifact, draft, work) => bringInto(opened, { artifact, draft }, work),
  })
}

/** Layer by layer, of which one at a time takes up room here. The manifest is the last: without it there is nothing. */
async function pushBundle({ host, at, registry }: OpenedRegistry, known: BundleFacts, work: MoveWork): Promise<void> {
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
  await pipeline(streamOwn(file), hash)
  return hash.digest('hex')
}

interface Bringing {
  readonly artifact: Artifact
  readonly draft: Draft
}

/** All archives are here and are what the manifest says before the first is unpacked. AppError "not-verified". */
async function bringInto(
  { at, registry }: OpenedRegistry,
  { artifact, draft }: Bringing,
  work: MoveWork,
): Promise<void> {
  const { head, headText, entries: list, files } = artifact
  const bundle = bundleText(head.bundle)
  const damaged = () => bundlesMessages.damagedThere({ bundle, place: at.name })
  let came = 0
  const options = { signal: work.signal, onBytes: (bytes: number) => work.onSent((came += bytes)) }
  const fetch = async (file: string, blob: Blob): Promise<void> => {
    if (!(await fetchBlob(registry, at.name, { file, blob }, options))) throw damaged()
  }
  requireRoom(draft.folder, { head, place: at.name, bytes: list.size })
  await createSubvolume(draft.tree, work)
  writeFileSync(path.join(draft.tree, headName), headText, { mode: 0o600, flag: 'wx' })
  await fetch(path.join(draft.tree, entriesName), list)
  const entries = await readEntries(draft.tree, head, work)
  const unpacked = mostUnpacked(entries)
  const packed = files.reduce((sum, { size }) => sum + size, 0)
  if (packed > unpacked * 1.1) throw damaged()
  requireRoom(draft.folder, { head, place: at.name, bytes: packed + unpacked })
  const folder = path.join(draft.folder, 'layers')
  mkdirSync(folder, { mode: 0o700 })
  const archives: string[] = []
  for (const blob of files) {
    const file = path.join(folder, String(archives.length))
    await fetch(file, blob)
    archives.push(file)
  }
  if (!(await unpackLayers({ archives, tree: draft.tree, entries }, work))) throw damaged()
  rmSync(folder, { recursive: true })
  await setReadOnly(draft.tree, true, work)
}

async function findNewest(
  opened: OpenedRegistry,
  { name, version, digest }: Wanted,
  options: RunOptions,
): Promise<Artifact | undefined> {
  const { at, registry } = opened
  if (version !== undefined) {
    const found = await findArtifact(registry, at.name, { name, version }, options)
    return digest === undefined || found?.head.digest === digest ? found : undefined
  }
  const named = (await listInRegistry(opened)).filter(({ head }) => head.bundle.name === name)
  if (named.some(({ head }) => head.digest === unreadableDigest))
    throw placesMessages.registryFails({ address: at.name, status: 500 })
  const newest = named.find(({ proven }) => proven === undefined) ?? named[0]
  return newest && findArtifact(registry, at.name, newest.head.bundle, options)
}
