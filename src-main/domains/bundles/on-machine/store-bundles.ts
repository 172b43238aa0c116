/**
 * Bundles in a store of restic's: each is one snapshot there with the files and lists of a bundle, tagged with its name, its version and
 * the digest of its list. It is proven by bringing all of it back once, beside the bundles of this laptop, and comparing that.
 */
import { newMount } from '../../../commons/places/on-machine/disk/open-disk.ts'
import type { OpenedStore } from '../../../commons/places/on-machine/open-place.ts'
import { bringTreeBack } from '../../../commons/places/on-machine/store/store-tree.ts'
import { hostname } from 'node:os'
import path from 'node:path'
import { bundlePartSchema, type BundleId } from '../../../contract/bundles-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import { withBound } from '../../../tools/mounts/with-mounted.ts'
import {
  forgetStored,
  listStored,
  pruneStore,
  readStored,
  storeFolder,
  type StoredSnapshot,
} from '../../../tools/restic/restic.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import {
  bundleHeadSchema,
  bundleText,
  digestSchema,
  type BundleFacts,
  type BundleHead,
  type NamedContents,
} from '../schemas.ts'
import { notArrived, type MoveWork } from './arrive.ts'
import { headName, isSameBundle } from './bundle-lists.ts'
import { whileUsed, type Draft } from './make-and-remove.ts'
import type { OpenedBundles, Wanted } from './opened-bundles.ts'
import { openWhole, undescribed } from './whole-bundles.ts'

const tag = 'pc-switcher-bundle'

/** One snapshot there. */
interface StoredBundle {
  readonly id: string
  /** Where its tree was when it was stored, and is below whatever it is brought back into. */
  readonly tree: string
  readonly bundle: BundleId
  readonly digest: string
  readonly storedAt: string
}

/** The newest first. What somebody else tagged alike, and cannot be one of ours, is passed over. */
async function findStored({ store }: OpenedStore, options: RunOptions): Promise<readonly StoredBundle[]> {
  const found = (await listStored(store, [tag], options)).flatMap((snapshot) => parseStored(snapshot) ?? [])
  return found.toReversed()
}

function parseStored({ id, time, tags, paths: [tree, more] }: StoredSnapshot): StoredBundle | undefined {
  const said = (name: string) => tags.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1)
  const [name, version] = [bundlePartSchema.safeParse(said('bundle')), bundlePartSchema.safeParse(said('version'))]
  const digest = digestSchema.safeParse(said('digest'))
  const isOurs = tree !== undefined && more === undefined && /^(?:\/[\w.-]+)+\/places\/[\w.-]+$/.test(tree)
  if (!isOurs || tree.split('/').includes('..') || !name.success || !version.success || !digest.success)
    return undefined
  const storedAt = new Date(time).toISOString()
  return { id, tree, bundle: { name: name.data, version: version.data }, digest: digest.data, storedAt }
}

/** One whose description cannot be read is known to be damaged. Of two of one name the one that can be read counts. */
async function listInStore(opened: OpenedStore): Promise<readonly BundleFacts[]> {
  const { at, options } = opened
  const listed = new Map<string, BundleFacts>()
  for (const one of await findStored(opened, options)) {
    const name = bundleText(one.bundle)
    const known = listed.get(name)
    if (known !== undefined && known.proven === undefined) continue
    const head = await readHeadIn(opened, one, options)
    const place = at.name
    if (head !== undefined) listed.set(name, { head, place })
    else if (known === undefined) listed.set(name, undescribed(place, { ...one, madeAt: one.storedAt }))
  }
  return [...listed.values()]
}

/** Undefined where it is damaged, or says something else than its tags: others are listed all the same. */
async function readHeadIn(
  { store }: OpenedStore,
  { id, tree, bundle, digest }: StoredBundle,
  options: RunOptions,
): Promise<BundleHead | undefined> {
  const read = readStored(store, id, `${tree.slice(1)}/${headName}`, options)
  const text = await read.catch((thrown: unknown) => {
    if (toAppError(thrown).code !== 'not-verified') throw thrown
    return ''
  })
  const head = bundleHeadSchema.safeParse(parseJson(text))
  const isSame = head.success && bundleText(head.data.bundle) === bundleText(bundle) && head.data.digest === digest
  return isSame ? head.data : undefined
}

export function bundlesInStore(opened: OpenedStore): OpenedBundles {
  const { host, at, store, room, options } = opened
  const findSame = async (heads: readonly NamedContents[]) =>
    (await findStored(opened, options)).filter((one) => heads.some((head) => isSameBundle(one, head)))
  return openWhole<StoredBundle>({
    ...{ stateFolder: host.stateFolder, at: { name: at.name, identity: at.id }, roomForEach: 1.05, room },
    list: () => listInStore(opened),
    has: async (head) => (await findSame([head])).length > 0,
    /** With the room that it took there, and what is damaged of it: a store sends nothing twice that it believes to have. */
    remove: async (heads, { onSent, ...work }) => {
      if (at.keepsAll === true) throw bundlesMessages.keepsAll({ place: at.name })
      const going = (await findSame(heads)).map(({ id }) => id)
      await forgetStored(store, going, work)
      await pruneStore(store, { signal: work.signal, onAlive: () => onSent(0) })
      return going.length
    },
    findSame: async ({ bundle, digest }, work) => {
      const named = (await findStored(opened, work)).filter((one) => bundleText(one.bundle) === bundleText(bundle))
      if (named.some((one) => one.digest !== digest))
        throw bundlesMessages.otherThere({ bundle: bundleText(bundle), laptop: at.name })
      return named[0]
    },
    findNewest: (wanted, work) => findNewest(opened, wanted, work),
    push: (known, work) => storeBundle(opened, known, work),
    takeBack: ({ id }) => forgetStored(store, [id], {}),
    bringInto: (stored, draft, work) => bringInto(opened, { stored, draft }, work),
  })
}

/** At a place of its own for as long as it takes: another program may be doing the same. */
function storeBundle(
  { host, store }: OpenedStore,
  { head, place }: BundleFacts,
  work: MoveWork,
): Promise<StoredBundle> {
  const { bundle, digest } = head
  const tree = newMount(host.runFolder)
  return whileUsed(host.stateFolder, bundle, () =>
    withBound({ source: place, at: tree }, work, async () => {
      const tags = [tag, `bundle=${bundle.name}`, `version=${bundle.version}`, `digest=${digest}`]
      const stored = await storeFolder(
        store,
        { folder: tree, host: hostname(), tags, leaveOut: [] },
        { signal: work.signal, onProgress: ({ done }) => work.onSent(done) },
      )
      if (!stored.isWhole) {
        await forgetStored(store, [stored.id], {}).catch(() => undefined)
        throw notArrived(bundle, [''])
      }
      // restic 0.14 tells the beginning of an ID.
      return { id: stored.id, tree, bundle, digest, storedAt: new Date().toISOString() }
    }),
  )
}

function bringInto(
  { store }: OpenedStore,
  { stored, draft }: { readonly stored: StoredBundle; readonly draft: Draft },
  work: MoveWork,
): Promise<void> {
  const into = { scratch: path.join(draft.folder, 'store'), to: draft.tree }
  return bringTreeBack(store, stored, into, { signal: work.signal, onWritten: () => work.onSent(0) })
}

/** By when they were made, as everywhere, and not by when they were stored. AppError "not-verified" where all of them are damaged. */
async function findNewest(opened: OpenedStore, { name, version, digest }: Wanted, options: RunOptions) {
  const fitting = (await findStored(opened, options)).filter(
    (one) =>
      one.bundle.name === name &&
      (version === undefined || one.bundle.version === version) &&
      (digest === undefined || one.digest === digest),
  )
  const readable: { readonly found: StoredBundle; readonly head: BundleHead }[] = []
  for (const stored of fitting) {
    const head = await readHeadIn(opened, stored, options)
    if (head !== undefined) readable.push({ found: stored, head })
  }
  const [damaged] = fitting
  if (damaged !== undefined && readable.length === 0)
    throw bundlesMessages.damagedThere({ bundle: bundleText(damaged.bundle), place: opened.at.name })
  return readable.toSorted((one, other) => other.head.madeAt.localeCompare(one.head.madeAt))[0]
}
