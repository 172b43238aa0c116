/** The difference between two read-only trees, sorted by the bytes of the paths. */
import type { Progress } from '../../../contract/define.ts'
import type { TreeChange, EntryFacts } from '../../../contract/compare-calls.ts'
import { readAccounts } from '../../../tools/accounts/accounts.ts'
import type { SubvolumeLineage } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { assessPairs, type AssessedPair } from './assess-pairs.ts'
import { areRelated } from '../../../commons/tree-changes/on-machine/touched-paths.ts'
import { byPath, pairTrees } from './pair-trees.ts'
import type { TreeEntryFacts, TreeEntry } from '../../../commons/tree-changes/on-machine/tree-entry.ts'
import { createYielding, type Yielding } from '../../../commons/tree-changes/on-machine/yielding.ts'
import { walkBoth, type TwoTrees, type Touch } from './two-trees.ts'
import { compareMessages } from '../messages.ts'
import type { Message } from '../../../kernel/message.ts'
import { isTouched, readStream, type StreamRequest } from '../../../commons/tree-changes/on-machine/read-stream.ts'
import type { Node } from '../../../commons/tree-changes/on-machine/replay.ts'

export interface Changes {
  readonly changes: readonly TreeChange[]
  /** Why both were walked; undefined when btrfs compared them. */
  readonly walked: Message | undefined
}

export interface TreeChangesOptions extends RunOptions {
  readonly report: (progress: Progress) => void
}

/** Files last changed this long before the earlier of the two was taken are the same in both. */
const safetyMs = 2_000
const reportEvery = 2_000

/** The root of a subvolume that nobody can write to. */
export interface ComparedSubvolume {
  readonly place: string
  readonly lineage: SubvolumeLineage
}

/** `one` is the earlier. */
export async function listChanges(
  first: ComparedSubvolume,
  second: ComparedSubvolume,
  options: TreeChangesOptions,
): Promise<Changes> {
  if (first.lineage.uuid === second.lineage.uuid) return { changes: [], walked: undefined }
  const [one, other] = [first.place, second.place]
  const yielding = createYielding(options.signal)
  const { trees, walked } = await readTrees(first, second, yielding, options)
  const { pairs, gone, come } = pairTrees(trees.one, trees.other)
  const untouchedBeforeMs = Math.min(first.lineage.createdMs, second.lineage.createdMs) - safetyMs
  const tell = every(options, pairs.length)
  const assessment = { one, other, touches: trees.touches, untouchedBeforeMs, yielding, tell }
  const assessed = await assessPairs(pairs, assessment, options)
  const name = createOwnerNames()
  const changes = [
    ...assessed.map((each) => viewAssessed(each, name)),
    ...gone.map(({ path, facts }): TreeChange => ({ path, kind: 'deleted', before: viewFacts(facts, name) })),
    ...come.map(({ path, facts }): TreeChange => ({ path, kind: 'added', after: viewFacts(facts, name) })),
  ]
  return { changes: changes.sort(byPath), walked }
}

async function readTrees(
  { place: one, lineage: first }: ComparedSubvolume,
  { place: other, lineage: second }: ComparedSubvolume,
  yielding: Yielding,
  options: TreeChangesOptions,
): Promise<{ readonly trees: TwoTrees; readonly walked: Message | undefined }> {
  const tell = every(options)
  const related = await areRelated(first, second, one, options)
  const read = related ? await readByStream({ one, other, yielding, tell }, options) : undefined
  if (read !== undefined) return { trees: read, walked: undefined }
  const walked = related ? compareMessages.walkedGrownApart({}) : compareMessages.walkedUnrelated({})
  return { trees: await walkBoth(one, other, yielding, tell), walked }
}

function every({ report }: TreeChangesOptions, total?: number): (done: number) => void {
  return (done) => {
    if (done % reportEvery === 0) report({ done, unit: 'files', ...(total === undefined ? {} : { total }) })
  }
}

function viewAssessed({ pair, kind }: AssessedPair, name: OwnerNames): TreeChange {
  const { one, other } = pair
  const elsewhere: { readonly oldPath?: string } = one.path === other.path ? {} : { oldPath: one.path }
  return {
    path: other.path,
    kind,
    ...elsewhere,
    before: viewFacts(one.facts, name),
    after: viewFacts(other.facts, name),
  }
}

type OwnerNames = (facts: TreeEntryFacts) => string

/** "alice:alice" */
function createOwnerNames(): OwnerNames {
  const { userName, groupName } = readAccounts()
  return ({ uid, gid }) => `${userName(uid)}:${groupName(gid)}`
}

const permissionBits = 0o7777

function viewFacts(facts: TreeEntry['facts'], name: OwnerNames): EntryFacts {
  return {
    type: facts.type,
    bytes: facts.bytes,
    mode: (facts.mode & permissionBits).toString(8).padStart(4, '0'),
    owner: name(facts),
    changedAt: new Date(facts.changedMs).toISOString(),
  }
}

/** Undefined when the two grew apart, and btrfs cannot tell. */
async function readByStream(request: Omit<StreamRequest, 'times'>, options: RunOptions): Promise<TwoTrees | undefined> {
  const reading = await readStream({ ...request, times: false }, options)
  if (reading === undefined) return undefined
  const touches = new Map<number, Touch>()
  for (const { node, entry } of reading.there) if (isTouched(node)) addTouch(touches, entry.facts.ino, node)
  return { one: reading.one, other: reading.other, touches }
}

/** Two of its names may have been used. */
function addTouch(touches: Map<number, Touch>, ino: number, { ranges, xattrs }: Node): void {
  const known = touches.get(ino)
  const all = [...(known?.ranges ?? []), ...(ranges ?? [])]
  touches.set(ino, { ranges: all, xattrs: xattrs || known?.xattrs === true })
}
