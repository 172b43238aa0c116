/**
 * Bundles in a store of restic's: each is one snapshot there with the files and lists of a bundle, tagged with its name, its version and
 * the digest of its list. It is proven by bringing all of it back once, beside the bundles of this laptop, and comparing that.
 */
import { newMount } from '../../../commons/places/on-machine/disk/open-disk.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import { bringTreeBack } from '../../../commons/places/on-machine/store/store-tree.ts'
import type { StorePlace } from '../../../commons/places/schemas.ts'
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
  type LongOptions,
  type StoredSnapshot,
} from '../../../tools/restic/restic.ts'
import type { Store } from '../../../tools/restic/run-restic.ts'
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
import type { MovedByPlace } from '../verbs.ts'
import { notArrived, type MoveWork } from './arrive.ts'
import { headName } from './bundle-lists.ts'
import { whileUsed, type Draft } from './make-and-remove.ts'
import { getWhole, putWhole, undescribed, type Wanted, type WholePlace } from './whole-bundles.ts'

export interface InStore {
  readonly host: PlaceHost
  readonly at: StorePlace
  readonly store: Store
}

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
async function findStored({ store }: InStore, options: RunOptions): Promise<readonly StoredBundle[]> {
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
export async function listInStore(request: InStore, options: RunOptions): Promise<readonly BundleFacts[]> {
  const listed = new Map<string, BundleFacts>()
  for (const one of await findStored(request, options)) {
    const name = bundleText(one.bundle)
    const known = listed.get(name)
    if (known !== undefined && known.proven === undefined) continue
    const head = await readHeadIn(request, one, options)
    const place = request.at.name
    if (head !== undefined) listed.set(name, { head, place })
    else if (known === undefined) listed.set(name, undescribed(place, { ...one, madeAt: one.storedAt }))
  }
  return [...listed.values()]
}

/** Undefined where it is damaged, or says something else than its tags: others are listed all the same. */
async function readHeadIn(
  { store }: InStore,
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
  await forgetStored(request.store, going, options)
  await pruneStore(request.store, { onAlive, ...options })
}

const wholeOf = (request: InStore): WholePlace<StoredBundle> => {
  const { host, at, store } = request
  return {
    ...{ stateFolder: host.stateFolder, at: { name: at.name, identity: at.id }, roomForEach: 1.05 },
    findSame: async ({ bundle, digest }, options) => {
      const named = (await findStored(request, options)).filter((one) => bundleText(one.bundle) === bundleText(bundle))
      if (named.some((one) => one.digest !== digest))
        throw bundlesMessages.otherThere({ bundle: bundleText(bundle), laptop: at.name })
      return named[0]
    },
    findNewest: (wanted, options) => findNewest(request, wanted, options),
    isThere: (head, options) => isInStore(request, head, options),
    push: (known, work) => storeBundle(request, known, work),
    takeBack: ({ id }) => forgetStored(store, [id], {}),
    bringInto: (stored, draft, work) => bringInto(request, { stored, draft }, work),
  }
}

export const putInStore = (request: InStore, id: BundleId, work: MoveWork): Promise<MovedByPlace> =>
  putWhole(wholeOf(request), id, work)

export const getFromStore = (request: InStore, wanted: Wanted, work: MoveWork): Promise<MovedByPlace> =>
  getWhole(wholeOf(request), wanted, work)

/** At a place of its own for as long as it takes: another program may be doing the same. */
function storeBundle({ host, store }: InStore, { head, place }: BundleFacts, work: MoveWork): Promise<StoredBundle> {
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
  { store }: InStore,
  { stored, draft }: { readonly stored: StoredBundle; readonly draft: Draft },
  work: MoveWork,
): Promise<void> {
  const into = { scratch: path.join(draft.folder, 'store'), to: draft.tree }
  return bringTreeBack(store, stored, into, { signal: work.signal, onAlive: () => work.onSent(0) })
}

/** By when they were made, as everywhere, and not by when they were stored. AppError "not-verified" where all of them are damaged. */
async function findNewest(request: InStore, { name, version, digest }: Wanted, options: RunOptions) {
  const fitting = (await findStored(request, options)).filter(
    (one) =>
      one.bundle.name === name &&
      (version === undefined || one.bundle.version === version) &&
      (digest === undefined || one.digest === digest),
  )
  const readable: { readonly found: StoredBundle; readonly head: BundleHead }[] = []
  for (const stored of fitting) {
    const head = await readHeadIn(request, stored, options)
    if (head !== undefined) readable.push({ found: stored, head })
  }
  const [damaged] = fitting
  if (damaged !== undefined && readable.length === 0)
    throw bundlesMessages.damagedThere({ bundle: bundleText(damaged.bundle), place: request.at.name })
  return readable.toSorted((one, other) => other.head.madeAt.localeCompare(one.head.madeAt))[0]
}
