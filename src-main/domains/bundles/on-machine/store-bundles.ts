/**
 * Bundles in a store of restic's: each is one snapshot there with the files and lists of a bundle, tagged with its name, its version and
 * the digest of its list. It is proven by bringing all of it back once, beside the bundles of this laptop, and comparing that.
 */
import { randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import type { AgentHost, KeptPlace } from '../../../commons/capability/agent-capability.ts'
import { bundlePartSchema, type BundleId } from '../../../contract/bundles-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import { createSubvolume, setReadOnly } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { withBound } from '../../../tools/mounts/with-mounted.ts'
import {
  bringBackStored,
  forgetStored,
  listStored,
  pruneStore,
  readStored,
  storeFolder,
  type LongOptions,
  type StoredSnapshot,
} from '../../../tools/restic/restic.ts'
import { toolsMessages } from '../../../tools/messages.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import {
  bundleHeadSchema,
  bundleText,
  digestSchema,
  type BundleFacts,
  type BundleHead,
  type NamedContents,
  type WantedBundle,
} from '../schemas.ts'
import type { MovedByPlace } from '../verbs.ts'
import { keepArrived, notArrived, readAgain, requireAsListed, type MoveWork } from './arrive.ts'
import { findBundle, requireHere } from './bundle-folders.ts'
import { headName } from './bundle-lists.ts'
import { noteDamagedElsewhere, noteElsewhere } from './bundle-proofs.ts'
import { dropDraft, newDraft, sweepBundles, whileUsed, type Draft } from './make-and-remove.ts'
import { isUnreadable } from './verify-bundle.ts'

export interface InStore {
  readonly host: Pick<AgentHost, 'stateFolder' | 'runFolder'>
  readonly at: Extract<KeptPlace, { kind: 'store' }>
}

const tag = 'pc-switcher-bundle'

/** One snapshot there. */
interface StoredBundle {
  readonly id: string
  /** Where its tree was when it was stored, and is below whatever it is brought back into. */
  readonly tree: string
  readonly bundle: BundleId
  readonly digest: string
}

/** The newest first. What somebody else tagged alike, and cannot be one of ours, is passed over. */
async function findStored({ at }: InStore, options: RunOptions): Promise<readonly StoredBundle[]> {
  const found = (await listStored(at.store, [tag], options)).flatMap((snapshot) => parseStored(snapshot) ?? [])
  return found.toReversed()
}

function parseStored({ id, tags, paths: [tree, more] }: StoredSnapshot): StoredBundle | undefined {
  const said = (name: string) => tags.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1)
  const [name, version] = [bundlePartSchema.safeParse(said('bundle')), bundlePartSchema.safeParse(said('version'))]
  const digest = digestSchema.safeParse(said('digest'))
  const isOurs = tree !== undefined && more === undefined && /^(?:\/[\w.-]+)+\/bundles\/\d+-[0-9a-f]{6}$/.test(tree)
  if (!isOurs || tree.split('/').includes('..') || !name.success || !version.success || !digest.success)
    return undefined
  return { id, tree, bundle: { name: name.data, version: version.data }, digest: digest.data }
}

export async function listInStore(request: InStore, options: RunOptions): Promise<readonly BundleFacts[]> {
  const listed: BundleFacts[] = []
  for (const one of await findStored(request, options)) {
    const isKnown = listed.some(({ head }) => bundleText(head.bundle) === bundleText(one.bundle))
    const head = isKnown ? undefined : await readHeadIn(request, one, options)
    if (head !== undefined) listed.push({ head, place: request.at.name })
  }
  return listed
}

/** Undefined where it cannot be read, or says something else than its tags: others are listed all the same. */
async function readHeadIn(
  { at }: InStore,
  { id, tree, bundle, digest }: StoredBundle,
  options: RunOptions,
): Promise<BundleHead | undefined> {
  const read = readStored(at.store, id, `${tree.slice(1)}/${headName}`, options)
  const text = await read.catch((thrown: unknown) => {
    options.signal?.throwIfAborted()
    if (toAppError(thrown).problem?.id !== toolsMessages.storeFailed.id) throw thrown
    return ''
  })
  const head = bundleHeadSchema.safeParse(parseJson(text))
  const isSame = head.success && bundleText(head.data.bundle) === bundleText(bundle) && head.data.digest === digest
  return isSame ? head.data : undefined
}

/** Whether it is listed there, without reading it. */
export async function isInStore(request: InStore, head: NamedContents, options: RunOptions): Promise<boolean> {
  return (await findSame(request, head, options)).length > 0
}

async function findSame(
  request: InStore,
  { bundle, digest }: NamedContents,
  options: RunOptions,
): Promise<readonly StoredBundle[]> {
  const isSame = (one: StoredBundle) => bundleText(one.bundle) === bundleText(bundle) && one.digest === digest
  return (await findStored(request, options)).filter(isSame)
}

/** With the room that it took there, and what is damaged of it: a store sends nothing twice that it believes to have. */
export async function removeFromStore(
  request: InStore,
  head: NamedContents,
  { onAlive, ...options }: LongOptions,
): Promise<void> {
  if (request.at.keepsAll === true) throw bundlesMessages.keepsAll({ place: request.at.name })
  const going = (await findSame(request, head, options)).map(({ id }) => id)
  await forgetStored(request.at.store, going, options)
  await pruneStore(request.at.store, { onAlive, ...options })
}

/** AppErrors "disk-full", "not-verified", "invalid-input" where another one of that name is there. */
export async function putInStore(request: InStore, id: BundleId, work: MoveWork): Promise<MovedByPlace> {
  const { host, at } = request
  const { stateFolder } = host
  const known = requireHere(findBundle(stateFolder, id))
  await sweepBundles(stateFolder)
  const bundle = bundleText(id)
  const same = (await findStored(request, work)).filter((one) => bundleText(one.bundle) === bundle)
  if (same.some(({ digest }) => digest !== known.head.digest))
    throw bundlesMessages.otherThere({ bundle, laptop: at.name })
  requireRoomToRead(stateFolder, known.head, at.name)
  const [there] = same
  const stored = there ?? (await storeBundle(request, known, work))
  try {
    await proveStored(request, { stored, head: known.head }, work)
  } catch (thrown) {
    if (there === undefined) await forgetStored(at.store, [stored.id], {}).catch(() => undefined)
    else if (isDamage(thrown)) noteDamagedElsewhere(stateFolder, id, at.name)
    throw thrown
  }
  await noteThere(request, known.head, work)
  return { facts: findBundle(stateFolder, id), how: there === undefined ? 'whole' : 'there' }
}

/** The other laptop may have deleted it there while it was compared here. */
async function noteThere(request: InStore, head: BundleHead, options: RunOptions): Promise<void> {
  const { host, at } = request
  if (!(await isInStore(request, head, options)))
    throw bundlesMessages.noBundleThere({ bundle: bundleText(head.bundle), place: at.name })
  noteElsewhere(host.stateFolder, head.bundle, { name: at.name, identity: at.id })
}

const isDamage = (thrown: unknown): boolean => toAppError(thrown).code === 'not-verified' || isUnreadable(thrown)

/** At a place of its own for as long as it takes: another program may be doing the same. */
function storeBundle({ host, at }: InStore, { head, place }: BundleFacts, work: MoveWork): Promise<StoredBundle> {
  const { bundle, digest } = head
  const tree = path.join(host.runFolder, 'bundles', `${process.pid}-${randomBytes(3).toString('hex')}`)
  return whileUsed(host.stateFolder, bundle, () =>
    withBound({ source: place, at: tree }, work, async () => {
      const tags = [tag, `bundle=${bundle.name}`, `version=${bundle.version}`, `digest=${digest}`]
      const stored = await storeFolder(
        at.store,
        { folder: tree, host: hostname(), tags, leaveOut: [] },
        { signal: work.signal, onProgress: ({ done }) => work.onSent(done) },
      )
      if (!stored.isWhole) {
        await forgetStored(at.store, [stored.id], {}).catch(() => undefined)
        throw notArrived(bundle, [''])
      }
      // restic 0.14 tells the beginning of an ID.
      return { id: stored.id, tree, bundle, digest }
    }),
  )
}

/** What is brought back shares nothing with what is here. */
function requireRoomToRead(stateFolder: string, { bundle, bytes }: BundleHead, place: string): void {
  const { bavail, bsize } = statfsSync(stateFolder)
  if (bavail * bsize < bytes * 1.05 + 256 * 2 ** 20)
    throw bundlesMessages.noRoomToRead({ bundle: bundleText(bundle), place, bytes })
}

interface Proving {
  readonly stored: StoredBundle
  readonly head: BundleHead
}

async function proveStored(request: InStore, { stored, head }: Proving, work: MoveWork): Promise<void> {
  const draft = newDraft(request.host.stateFolder, head.bundle)
  try {
    await bringInto(request, { stored, draft }, work)
    await requireAsListed(draft.tree, head, { signal: work.signal, onBytes: work.onRead })
  } finally {
    await dropDraft(draft)
  }
}

/** restic brings files back by their absolute paths: the subvolume is made where that is, and gets its place afterwards. */
async function bringInto(
  { at }: InStore,
  { stored, draft }: { readonly stored: StoredBundle; readonly draft: Draft },
  work: MoveWork,
): Promise<void> {
  const scratch = path.join(draft.folder, 'store')
  const there = path.join(scratch, stored.tree)
  mkdirSync(path.dirname(there), { recursive: true, mode: 0o700 })
  await createSubvolume(there, work)
  const onAlive = () => work.onSent(0)
  await bringBackStored(at.store, { id: stored.id, into: scratch }, { signal: work.signal, onAlive })
  if (!lstatSync(there).isDirectory())
    throw bundlesMessages.noBundleThere({ bundle: bundleText(stored.bundle), place: at.name })
  renameSync(there, draft.tree)
  rmSync(scratch, { recursive: true, force: true })
  await setReadOnly(draft.tree, true, work)
}

type Wanted = WantedBundle & { readonly digest?: string | undefined }

/** By when they were made, as everywhere, and not by when they were stored. */
async function findNewest(request: InStore, { name, version, digest }: Wanted, options: RunOptions) {
  const fitting = (await findStored(request, options)).filter(
    (one) =>
      one.bundle.name === name &&
      (version === undefined || one.bundle.version === version) &&
      (digest === undefined || one.digest === digest),
  )
  const readable: Proving[] = []
  for (const stored of fitting) {
    const head = await readHeadIn(request, stored, options)
    if (head !== undefined) readable.push({ stored, head })
  }
  return readable.toSorted((one, other) => other.head.madeAt.localeCompare(one.head.madeAt))[0]
}

export async function getFromStore(request: InStore, wanted: Wanted, work: MoveWork): Promise<MovedByPlace> {
  const { host, at } = request
  const { stateFolder } = host
  const { name, version } = wanted
  const found = await findNewest(request, wanted, work)
  const bundle = version === undefined ? name : `${name}:${version}`
  if (found === undefined) throw bundlesMessages.noBundleThere({ bundle, place: at.name })
  const { stored, head } = found
  const reading = { signal: work.signal, onBytes: work.onRead }
  const there = await readAgain({ to: stateFolder, toName: 'this laptop' }, head, reading)
  if (there !== undefined) return { facts: there, how: 'there' }
  await sweepBundles(stateFolder)
  requireRoomToRead(stateFolder, head, at.name)
  const draft = newDraft(stateFolder, stored.bundle)
  try {
    await bringInto(request, { stored, draft }, work)
    await keepArrived(stateFolder, draft, head, reading)
  } catch (thrown) {
    await dropDraft(draft)
    throw thrown
  }
  await noteThere(request, head, work)
  return { facts: findBundle(stateFolder, stored.bundle), how: 'whole' }
}
