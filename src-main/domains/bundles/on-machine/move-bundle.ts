/**
 * A bundle on its way to the other laptop: the one that gets it makes a place with what it has already, the other one sends the rest by a
 * ticket, and it is listed once all of it was read there and is what its list says.
 */
import { randomUUID } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { bundleManner } from '../../../commons/transfers/on-machine/home-transfers.ts'
import { giveTicket, pushWithTicket } from '../../../commons/transfers/on-machine/ticketed.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { createSubvolume, setReadOnly, snapshotWritable } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { removeTrees } from '../../../tools/files/remove-trees.ts'
import { findFacts } from '../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleEntry, type BundleFacts } from '../schemas.ts'
import { findBundle } from './bundle-folders.ts'
import { filesOf, isPutAway, isThere } from './bundle-paths.ts'
import { noteProven } from './bundle-proofs.ts'
import { dropDraft, keepDraft, newDraft, sweepBundles, whileUsed, type Draft } from './make-and-remove.ts'
import { entriesName, headName, isOfFuture, readEntries, readHead } from './bundle-lists.ts'
import { compareEntries, type TreeWork } from './describe-tree.ts'
import { setFolderTime } from './safe-tree.ts'
import { compareWithList } from './verify-bundle.ts'

/** Exactly what is named arrives. */
const manner = { options: [...bundleManner.options], allowed: bundleManner.allowed }

export interface ReceivingBundles {
  receive(
    host: Pick<HostContext, 'stateFolder' | 'runFolder' | 'bootId'>,
    wanted: BundleId & { readonly since?: string | undefined },
    options: RunOptions,
  ): Promise<{ readonly operationId: string; readonly ticket: string }>
  accept(
    host: Pick<HostContext, 'stateFolder'>,
    wanted: { readonly operationId: string; readonly digest: string },
    work: TreeWork,
  ): Promise<BundleFacts>
  drop(operationId: string): Promise<void>
}

export function createReceivingBundles(): ReceivingBundles {
  const waiting = new Map<string, Draft>()
  const drop = async (operationId: string): Promise<void> => {
    const draft = waiting.get(operationId)
    waiting.delete(operationId)
    if (draft !== undefined) await dropDraft(draft)
  }
  return {
    drop,
    async receive(host, { since, ...id }, options) {
      const { stateFolder } = host
      if (isThere(stateFolder, id) && !isPutAway(stateFolder, id))
        throw bundlesMessages.exists({ bundle: bundleText(id) })
      await sweepBundles(stateFolder)
      const base = since === undefined ? undefined : findBundle(stateFolder, { name: id.name, version: since })
      const draft = newDraft(stateFolder, id)
      const operationId = randomUUID()
      waiting.set(operationId, draft)
      try {
        const incoming = incomingOf(draft)
        if (base === undefined) {
          await createSubvolume(incoming, options)
          mkdirSync(filesOf(incoming), { mode: 0o755 })
        } else if (base.isAway) throw bundlesMessages.putAway({ bundle: bundleText(base.head.bundle) })
        else await snapshotWritable(base.place, incoming, options)
        const { secret } = await giveTicket(host, incoming, manner)
        return { operationId, ticket: secret }
      } catch (thrown) {
        await drop(operationId)
        throw thrown
      }
    },
    async accept({ stateFolder }, { operationId, digest }, work) {
      const draft = waiting.get(operationId)
      if (draft === undefined) throw bundlesMessages.notExpected({})
      try {
        // The other laptop can write into what it sends to for as long as it likes, and into this no more.
        await snapshotWritable(incomingOf(draft), draft.tree, work)
        await requireArrived(draft, { digest, isKept: isPutAway(stateFolder, draft.id) }, work)
        await setReadOnly(draft.tree, true, work)
        await keepDraft(stateFolder, draft)
      } catch (thrown) {
        await drop(operationId)
        throw thrown
      }
      waiting.delete(operationId)
      noteProven(stateFolder, draft.id, true)
      return findBundle(stateFolder, draft.id)
    },
  }
}

const incomingOf = ({ folder }: Draft): string => path.join(folder, 'incoming')

interface WantedTree {
  readonly digest: string
  /** What was put away here was right when it was: a clock that is wrong now keeps nothing away. */
  readonly isKept: boolean
}

async function requireArrived({ id, tree }: Draft, { digest, isKept }: WantedTree, work: TreeWork): Promise<void> {
  const bundle = bundleText(id)
  const head = readHead(tree)
  const isFolder = lstatSync(filesOf(tree), { throwIfNoEntry: false })?.isDirectory() === true
  if (
    !isFolder ||
    head === undefined ||
    head.digest !== digest ||
    bundleText(head.bundle) !== bundle ||
    (isOfFuture(head) && !isKept)
  )
    throw bundlesMessages.notArrived({ bundle, count: 1 }, { details: headName })
  await removeOthers(tree, await readEntries(tree, head, work), work)
  const wrong = await compareWithList(tree, head, work)
  if (wrong.length === 0) return
  const named = wrong.slice(0, 20).map(({ path, kind }) => `${kind} ${textFromBytePath(path)}`)
  throw bundlesMessages.notArrived({ bundle, count: wrong.length }, { details: named.join('\n') })
}

/** What the version that it began with has and this one has not. */
async function removeOthers(tree: string, entries: readonly BundleEntry[], options: RunOptions): Promise<void> {
  const top = filesOf(tree)
  const wanted = new Map(entries.map((entry) => [entry.path, entry]))
  const { entries: found } = await findFacts({ root: top, starts: [''] }, options)
  const gone = found.map(({ path }) => path).filter((path) => path !== '' && !wanted.has(path))
  const tops = gone.filter((path) => !path.includes('/') || wanted.has(folderOf(path)))
  await removeTrees({ folder: top, names: tops }, options)
  for (const folder of new Set(tops.map(folderOf))) {
    const entry = wanted.get(folder)
    if (entry?.type === 'd') await setFolderTime(top, { folder, modified: entry.modified }, options)
  }
}

const folderOf = (path: BytePath): BytePath => path.slice(0, Math.max(0, path.lastIndexOf('/')))

export interface PushedBundle extends BundleId {
  /** A version that the other laptop has, as it is here. */
  readonly since?: string | undefined
  readonly ticket: string
}

/** Answers with what really crossed. */
export async function sendBundle(
  host: HostContext,
  { since, ticket, ...id }: PushedBundle,
  onBytes: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const { stateFolder } = host
  return whileUsed(stateFolder, id, async () => {
    const { head, place } = findBundle(stateFolder, id)
    const entries = await readEntries(place, head, { signal })
    const earlier = since === undefined ? [] : await entriesOf(stateFolder, { ...id, version: since }, { signal })
    const { paths, bytes } = pathsToSend(earlier, entries)
    onBytes(0, bytes)
    const files = paths.map((path) => `files/${path}`)
    const { sentBytes } = await pushWithTicket(
      host,
      { folder: place, paths: [headName, entriesName, 'files', ...files], manner, ticket },
      (done) => onBytes(done, Math.max(done, bytes)),
      signal,
    )
    return sentBytes
  })
}

async function entriesOf(stateFolder: string, id: BundleId, options: RunOptions): Promise<readonly BundleEntry[]> {
  const { head, place } = findBundle(stateFolder, id)
  return readEntries(place, head, options)
}

/** What is new or other, all names of such a file, and the folders in which something comes or goes: their times change with it. */
export function pathsToSend(
  earlier: readonly BundleEntry[],
  entries: readonly BundleEntry[],
): { readonly paths: readonly BytePath[]; readonly bytes: number } {
  const changes = compareEntries(earlier, entries)
  const firstOf = ({ path, sameAs }: BundleEntry): BytePath => sameAs ?? path
  const changed = new Set(changes.map(({ path }) => path))
  const touched = new Set(
    [...earlier, ...entries].filter(({ type, path }) => type === 'f' && changed.has(path)).map(firstOf),
  )
  const folders = new Set(changes.map(({ path }) => folderOf(path)))
  const going = entries.filter(
    (entry) => changed.has(entry.path) || touched.has(firstOf(entry)) || folders.has(entry.path),
  )
  const bytes = going.reduce((sum, { bytes: size = 0, sameAs }) => sum + (sameAs === undefined ? size : 0), 0)
  return { paths: going.map(({ path }) => path), bytes }
}
