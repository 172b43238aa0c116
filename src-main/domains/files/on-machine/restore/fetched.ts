/**
 * Files that came out of a copy: in a folder of root's on the file system of the snapshots, as they lie in the copy, so that they are
 * looked at, compared and placed like those of a snapshot.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, rmdirSync, statfsSync } from 'node:fs'
import path from 'node:path'
import type { KeptTree, OpenedTree, WithKeptTree } from '../../../../commons/capability/kept-trees.ts'
import { withFileHeads } from '../../../../commons/file-sets/on-machine/file-heads.ts'
import { imagesOf } from '../../../../commons/file-sets/on-machine/images.ts'
import { imageName } from '../../../../commons/file-sets/what-makes-one.ts'
import { homeArea, systemArea } from '../../../../commons/snapshot-sets/areas.ts'
import type { Message } from '../../../../kernel/message.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { removeTrees } from '../../../../tools/files/remove-trees.ts'
import { atParent, statInside } from '../../../../tools/files/safe-path.ts'
import { findFacts } from '../../../../tools/find/find-facts.ts'
import { isAlive, processOfName } from '../../../../tools/proc/process-identity.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { AgentHost } from '../../../../commons/capability/agent-capability.ts'
import { filesMessages } from '../../messages.ts'
import type { RestoreChoice, RestorePlace } from '../../restore-schemas.ts'
import { ancestorsOf, outermost } from '../tree/ancestors.ts'
import type { WorkOptions } from '../tree/work-options.ts'
import { fetchedFolder, folderOfFetched } from './source-root.ts'
import { leftOutNotes, someOf } from './inspection-words.ts'
import { staysHere } from './read-source.ts'
import { mayBelongTo, wholeChoice } from './whole-sets.ts'

export interface FetchRequest {
  readonly fetched: string
  readonly tree: KeptTree
  readonly paths: readonly BytePath[]
  readonly place: RestorePlace
}

interface FetchedChoice {
  readonly choice: RestoreChoice
  readonly notes: Message[]
}

type Host = Pick<AgentHost, 'stateFolder' | 'runFolder'>

/** Nothing of it is left where it fails. */
export async function fetchChosen(
  host: Host,
  withKeptTree: WithKeptTree,
  request: FetchRequest,
  work: WorkOptions,
): Promise<FetchedChoice> {
  const { stateFolder } = host
  await sweepFetched({ stateFolder })
  mkdirSync(fetchedFolder(stateFolder), { recursive: true, mode: 0o700 })
  try {
    return await whileUsed(request.fetched, async () => {
      await dropMoreThan(mostPlanned - 1, stateFolder)
      return withKeptTree(host, request.tree, work, (open) => fetchFrom(host, open, request, work))
    })
  } catch (thrown) {
    await dropFetched(host, request.fetched)
    throw thrown
  }
}

/** How often what lies elsewhere is found in what came before. */
const mostRounds = 3

async function fetchFrom(
  host: Host,
  open: OpenedTree,
  request: FetchRequest,
  work: WorkOptions,
): Promise<FetchedChoice> {
  const { tree, fetched, place } = request
  const { setId, subvolume } = tree
  if (subvolume === systemArea.id && !open.isOwn) throw filesMessages.systemStays({})
  if (subvolume.startsWith('nested/') && !open.isOwn) throw filesMessages.nestedStays({})
  refuseNested(open, request)
  const into = folderOfFetched(host.stateFolder, fetched)
  const choice = { setId, subvolume, paths: [...request.paths], fetched }
  let wanted = await firstWanted(open, request)
  for (let round = 1; ; round += 1) {
    requireRoom(await open.measure(wanted), host.stateFolder)
    await dropFetched(host, fetched)
    mkdirSync(into, { mode: 0o700 })
    const { report } = work
    const onTold = ({ current }: { readonly current: Message }) => report({ done: 1, total: 2, unit: 'steps', current })
    await open.fetch(wanted, into, { ...work, report: onTold })
    const missing = request.paths.find((one) => statInside(into, one) === undefined)
    if (missing !== undefined) throw filesMessages.notInCopy({ path: textFromBytePath(missing) })
    const nested = withoutNested(open, into)
    const images = open.root === undefined && place === 'original' ? await imagesAt(into, choice.paths, work) : []
    const whole = outermost([...wanted, ...wholeChoice(into, choice, place).paths, ...builtOn(into, images)])
    if (round < mostRounds && whole.some((one) => !wanted.includes(one))) {
      wanted = whole
      continue
    }
    await refuseBesideOthers(open, into, images)
    const stays = open.isOwn ? [] : await withoutPrivate(into, request, work)
    laterDrop(host, fetched)
    return {
      choice,
      notes: [
        ...(nested.length === 0 ? [] : [filesMessages.subvolumesLeftOut(someOf(nested))]),
        ...leftOutNotes(stays),
      ],
    }
  }
}

/** With what may belong to it; of guests, by what the definitions in the homes say. */
async function firstWanted(open: OpenedTree, { tree, paths, place }: FetchRequest): Promise<readonly BytePath[]> {
  const { setId, subvolume } = tree
  if (open.root !== undefined) return wholeChoice(open.root, { setId, subvolume, paths: [...paths] }, place).paths
  const homes = subvolume === homeArea.id ? new Set(paths.flatMap((one) => one.split('/').slice(0, 1))) : []
  const guests = place === 'beside' ? [] : [...homes].map((home) => `${home}/.config/libvirt/qemu`)
  return outermost([...paths, ...(await mayBelongTo(paths, namesIn(open))), ...guests])
}

/** They are copied by themselves: nothing of them is in this part. */
function refuseNested({ nested }: OpenedTree, { paths }: FetchRequest): void {
  const isIn = (one: BytePath): boolean =>
    nested.includes(one) || ancestorsOf(one).some((around) => nested.includes(around))
  if (paths.some(isIn)) throw filesMessages.nestedOfCopy({})
}

/** Where they were, an empty folder came, which would count as one. */
function withoutNested({ nested }: OpenedTree, into: string): readonly BytePath[] {
  return nested.filter((one) => {
    if (statInside(into, one)?.isDirectory() !== true) return false
    atParent(into, one, (leaf) => rmdirSync(leaf))
    return true
  })
}

/** What a switch never copies between laptops does not come from a copy of the other one either; nor do devices. */
async function withoutPrivate(
  into: string,
  { tree, paths }: FetchRequest,
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const { entries } = await findFacts({ root: into, starts: [''] }, options)
  const going = entries.filter(
    ({ path: one, type }) => type === 'b' || type === 'c' || (tree.subvolume === homeArea.id && staysHere(one)),
  )
  if (going.some(({ path: one }) => paths.includes(one))) throw filesMessages.privateStays({})
  const outer = outermost(going.map(({ path: one }) => one))
  for (const one of outer) atParent(into, one, (leaf) => rmSync(leaf, { recursive: true, force: true }))
  return outer
}

/** What was planned and is not done by then is planned anew. */
const keptMs = 60 * 60_000

function laterDrop(host: Host, fetched: string): void {
  setTimeout(() => {
    void dropPlanned(host, fetched).catch(() => undefined)
  }, keptMs).unref()
}

const namesIn =
  (open: OpenedTree) =>
  async (folder: BytePath): Promise<ReadonlySet<string>> => {
    try {
      const entries = await open.list(folder)
      return new Set(entries.map(({ path: one }) => one.slice(folder.length + 1)))
    } catch (thrown) {
      if (toAppError(thrown).code !== 'not-found') throw thrown
      return new Set()
    }
  }

async function imagesAt(into: string, paths: readonly BytePath[], options: RunOptions): Promise<readonly BytePath[]> {
  const { entries } = await findFacts({ root: into, starts: paths }, options)
  return entries.flatMap(({ type, path: one }) => (type === 'f' && imageName.test(one) ? [one] : []))
}

/** What images that came build on, whether that came or not. */
function builtOn(into: string, images: readonly BytePath[]): readonly BytePath[] {
  if (images.length === 0) return []
  return withFileHeads(into, (heads) =>
    images.flatMap((image) => imagesOf(image, homeArea.folder, { ...heads, exists: () => true })),
  )
}

/** What builds on an image is known to nobody who has not read it where it lies: others in its folder may. */
async function refuseBesideOthers(open: OpenedTree, into: string, images: readonly BytePath[]): Promise<void> {
  for (const image of images) {
    const around = image.slice(0, Math.max(0, image.lastIndexOf('/')))
    const others = (await open.list(around)).filter(({ type, path: one }) => type === 'f' && imageName.test(one))
    if (others.some(({ path: one }) => statInside(into, one) === undefined))
      throw filesMessages.imageOfStore({ path: textFromBytePath(image) })
  }
}

/** Nothing that is only looked at fills the disk. */
const reserveBytes = 500_000_000

/** AppError "disk-full". */
function requireRoom(needed: number, stateFolder: string): void {
  const { bavail, bsize } = statfsSync(stateFolder)
  if (needed + reserveBytes > bavail * bsize) throw filesMessages.noRoom({ needed, free: bavail * bsize })
}

/** Harmless when it is gone, and nothing to one that is being restored. */
export async function dropPlanned(host: Pick<AgentHost, 'stateFolder'>, fetched: string): Promise<void> {
  if (!used.has(fetched)) await dropFetched(host, fetched)
}

async function dropFetched({ stateFolder }: Pick<AgentHost, 'stateFolder'>, fetched: string): Promise<void> {
  const name = path.basename(folderOfFetched(stateFolder, fetched))
  await remove(stateFolder, [name])
}

/** Of this agent: they are being fetched or restored. */
const used = new Set<string>()

/** Nobody clears it up meanwhile. */
export async function whileUsed<T>(fetched: string | undefined, work: () => Promise<T>): Promise<T> {
  if (fetched === undefined) return work()
  used.add(fetched)
  try {
    return await work()
  } finally {
    used.delete(fetched)
  }
}

/** Whoever looks at more plans than these makes the first one again. */
const mostPlanned = 3

async function dropMoreThan(most: number, stateFolder: string): Promise<void> {
  const folder = fetchedFolder(stateFolder)
  const isUsed = (name: string): boolean =>
    [...used].some((one) => name.startsWith(path.basename(folderOfFetched('', one))))
  const idle = readdirSync(folder).filter((name) => !isUsed(name))
  const newest = idle.toSorted((one, other) => ageOf(folder, one) - ageOf(folder, other))
  await remove(stateFolder, newest.slice(most))
}

const ageOf = (folder: string, name: string): number => Date.now() - lstatSync(path.join(folder, name)).ctimeMs

/** Of agents that are no more. */
export async function sweepFetched({ stateFolder }: Pick<AgentHost, 'stateFolder'>): Promise<void> {
  const folder = fetchedFolder(stateFolder)
  const names = existsSync(folder) ? readdirSync(folder) : []
  const left = names.filter((name) => {
    const owner = processOfName(name)
    return owner === undefined || !isAlive(owner)
  })
  await remove(stateFolder, left)
}

async function remove(stateFolder: string, names: readonly string[]): Promise<void> {
  const folder = fetchedFolder(stateFolder)
  const there = names.filter((name) => lstatSync(path.join(folder, name), { throwIfNoEntry: false }) !== undefined)
  await removeTrees({ folder, names: there.map(bytePathFromText) }, {})
}
