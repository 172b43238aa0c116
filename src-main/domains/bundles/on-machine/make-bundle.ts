/** Makes a bundle: beside its place, from sources that hold still, closed and then renamed. A failure leaves nothing. */
import { mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { createSubvolume, setReadOnly, snapshotWritable, syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { areKnownSame } from '../../../tools/files/compare-trees.ts'
import { copyTrees, copyTreesBytes } from '../../../tools/files/cp.ts'
import { removeTrees } from '../../../tools/files/remove-trees.ts'
import { findFacts, type FileFacts } from '../../../tools/find/find-facts.ts'
import { makeEqual } from '../../../tools/rsync/rsync-local.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleEntry, type BundleFacts } from '../schemas.ts'
import { findBundle, readBundles } from './bundle-folders.ts'
import { filesOf, isThere } from './bundle-paths.ts'
import { noteProven } from './bundle-proofs.ts'
import { dropDraft, keepDraft, newDraft, sweepBundles, type Draft } from './make-and-remove.ts'
import { readEntries, writeLists } from './bundle-lists.ts'
import { describeTree, type TreeWork } from './describe-tree.ts'
import { findSources, holdSources, leftOutOf, type HeldSource, type Source } from './sources.ts'
import { stageSources } from './stage-sources.ts'

export type BundleHost = Pick<HostContext, 'stateFolder' | 'person'>

export async function makeBundle(
  host: BundleHost,
  { id, paths }: { readonly id: BundleId; readonly paths: readonly BytePath[] },
  work: TreeWork,
): Promise<BundleFacts> {
  const { stateFolder, person } = host
  if (isThere(stateFolder, id)) throw bundlesMessages.exists({ bundle: bundleText(id) })
  await sweepBundles(stateFolder)
  const sources = await findSources({ stateFolder, paths }, work)
  const draft = newDraft(stateFolder, id)
  let wasAllRead
  try {
    const before = await findBefore(stateFolder, id, work)
    wasAllRead = await holdSources(sources, { folder: draft.folder, person }, work, async (held) => {
      const fill = { draft, held, person }
      const known = before === undefined ? await fillFirst(fill, work) : await fillNext(fill, before, work)
      await describe(draft, { sources, held, known }, work)
      return known.size === 0
    })
    await setReadOnly(draft.tree, true, work)
    await keepDraft(stateFolder, draft)
  } catch (thrown) {
    await dropDraft(draft)
    throw thrown
  }
  // What is the same as before was not read.
  if (wasAllRead) noteProven(stateFolder, id, true)
  return findBundle(stateFolder, id)
}

interface Before {
  readonly place: string
  readonly entries: readonly BundleEntry[]
}

/** The newest version whose files are here and not known to be damaged: what it says of its files is believed where they are the same. */
async function findBefore(stateFolder: string, { name }: BundleId, options: RunOptions): Promise<Before | undefined> {
  for (const { head, place, proven, isAway } of readBundles(stateFolder)) {
    if (head.bundle.name !== name || proven?.isRight === false || isAway) continue
    try {
      return { place, entries: await readEntries(place, head, options) }
    } catch (thrown) {
      if (toAppError(thrown).code !== 'not-verified') throw thrown
    }
  }
  return undefined
}

interface Fill {
  readonly draft: Draft
  readonly held: readonly HeldSource[]
  readonly person: HostContext['person']
}

/** SHA-256 of files that need not be read, by path. */
type Known = ReadonlyMap<BytePath, string>

async function fillFirst({ draft, held, person }: Fill, options: RunOptions): Promise<Known> {
  const { tree, folder } = draft
  await createSubvolume(tree, options)
  mkdirSync(filesOf(tree), { mode: 0o755 })
  await stageSources(held, { into: filesOf(tree), folder, person }, options)
  return new Map()
}

/** From a snapshot of the version before, so that sending it is sending what is different: what is the same keeps its inode. */
async function fillNext({ draft, held, person }: Fill, before: Before, options: RunOptions): Promise<Known> {
  const { tree, folder } = draft
  const staged = path.join(folder, 'staged')
  await createSubvolume(staged, options)
  mkdirSync(filesOf(staged), { mode: 0o755 })
  await stageSources(held, { into: filesOf(staged), folder, person }, options)
  // Only of what is written the kernel tells where it is.
  await syncFileSystem(staged, options)
  await snapshotWritable(before.place, tree, options)
  const roots = [filesOf(staged), filesOf(tree)] as const
  const [wanted, found] = await Promise.all(
    roots.map(async (root) => (await findFacts({ root, starts: [''] }, options)).entries),
  )
  const known = await findSame(roots, [wanted ?? [], found ?? []], before.entries, options)
  await replaceOthers(roots, [wanted ?? [], found ?? []], known, options)
  await makeEqual({ from: roots[0], to: roots[1] }, options)
  return known
}

type Both<T> = readonly [T, T]

/** Files that are the same in both, with their SHA-256: the same blocks of the disk, or the same small contents. */
async function findSame(
  roots: Both<string>,
  [wanted, found]: Both<readonly FileFacts[]>,
  entries: readonly BundleEntry[],
  options: RunOptions,
): Promise<Known> {
  const earlier = new Map(found.map((one) => [one.path, one]))
  const [namesNow, namesBefore] = [namesByPath(wanted), namesByPath(found)]
  const sums = new Map(entries.map(({ path: name, sha256 }) => [name, sha256]))
  const paths = wanted.flatMap(({ path: name, type, bytes }) => {
    const one = earlier.get(name)
    // What was one file under two names and is two files now shares an inode no more.
    const isOne = namesNow.get(name) === namesBefore.get(name)
    const isLike = type === 'f' && one?.type === 'f' && one.bytes === bytes && isOne
    return isLike && sums.get(name) !== undefined ? [name] : []
  })
  const same = await areKnownSame({ roots, paths }, options)
  return new Map(paths.flatMap((name, index) => (same[index] === true ? [[name, sums.get(name) ?? ''] as const] : [])))
}

/** All names of the file that has this one, of those that have several. */
function namesByPath(facts: readonly FileFacts[]): ReadonlyMap<BytePath, string> {
  const several = facts.filter(({ type, links }) => type === 'f' && links > 1)
  const byInode = new Map<string, FileFacts[]>()
  for (const one of several) {
    const inode = `${one.device} ${one.inode}`
    byInode.set(inode, [...(byInode.get(inode) ?? []), one])
  }
  return new Map(
    [...byInode.values()].flatMap((names) => {
      const all = names.map(({ path: name }) => name).toSorted()
      return all.length === 1 ? [] : all.map((name) => [name, all.join('\0')] as const)
    }),
  )
}

/** What stands in the way of something else goes, and files come as reflinks of what was staged. All else rsync makes equal. */
async function replaceOthers(
  [staged, tree]: Both<string>,
  [wanted, found]: Both<readonly FileFacts[]>,
  same: Known,
  options: RunOptions,
): Promise<void> {
  const types = new Map(wanted.map((one) => [one.path, one.type]))
  const going = found.flatMap(({ path: name, type }) => {
    const next = types.get(name)
    const isOther = next !== undefined && next !== type
    return isOther || (next === 'f' && type === 'f' && !same.has(name)) ? [name] : []
  })
  await removeTrees({ folder: tree, names: going }, options)
  const coming = wanted.flatMap(({ path: name, type }) => (type === 'f' && !same.has(name) ? [name] : []))
  for (const paths of batches(coming)) await copyTrees({ root: staged, paths, into: tree }, options)
}

function batches(paths: readonly BytePath[]): readonly (readonly BytePath[])[] {
  const all: BytePath[][] = []
  let room = 0
  for (const one of paths) {
    if (room < one.length + 1 || all.length === 0) {
      all.push([])
      room = copyTreesBytes
    }
    all.at(-1)?.push(one)
    room -= one.length + 1
  }
  return all
}

interface Filled {
  readonly sources: readonly Source[]
  readonly held: readonly HeldSource[]
  readonly known: Known
}

async function describe({ id, tree }: Draft, { sources, held, known }: Filled, work: TreeWork): Promise<void> {
  const entries = await describeTree(filesOf(tree), known, work)
  const made = { bundle: id, madeAt: new Date().toISOString(), madeOn: hostname() }
  const from = sources.map(({ given }) => textFromBytePath(given))
  writeLists(tree, { ...made, sources: from, leftOut: leftOutOf(held).slice(0, 1000) }, entries)
}
