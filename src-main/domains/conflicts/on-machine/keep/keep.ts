/**
 * Decides conflict files. A snapshot is taken first, and what was seen is compared with it: what it has cannot change any more. Then the
 * placer puts copies under the names that they get, looking whether each path still is as in the snapshot, and after that removes the
 * copies whose contents stand there.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { requireLock } from '../../../../commons/ledger/on-machine/lock-file.ts'
import { placeWhole } from '../../../../commons/placing/on-machine/place-whole.ts'
import { newPlacingId, notePlacing } from '../../../../commons/placing/on-machine/placing-file.ts'
import { requireReady } from '../../../../commons/placing/on-machine/require-ready.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import { takeSet } from '../../../../commons/snapshot-sets/on-machine/take-set.ts'
import type { Output, Parsed } from '../../../../contract/define.ts'
import { assertNever } from '../../../../kernel/assert-never.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Message } from '../../../../kernel/message.ts'
import type { LeftResult, PlaceLine } from '../../../../tools/files/place-lines.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { conflictsMessages } from '../../messages.ts'
import type { ConflictDecision, keepConflicts } from '../../verbs.ts'
import { stampOf } from '../see-conflicts.ts'
import { clearAbandoned, conflictsFolder } from './clear-abandoned.ts'
import { findSubvolumeOfHome, type SubvolumeOfHome } from './subvolume-of-home.ts'
import { stageCopies, decisionsOf, type Decision } from './stage-copies.ts'

type Request = Parsed<typeof keepConflicts>
type Kept = Output<typeof keepConflicts>
type Outcome = Kept['outcomes'][number]

export async function keepHere(places: Places, home: string, request: Request, options: RunOptions): Promise<Kept> {
  const { operationId, conflicts } = request
  requireLock(places.stateFolder, operationId)
  await clearAbandoned(places, home, options)
  const tree = await findSubvolumeOfHome(places, home, options)
  const outcomes = new Map<ConflictDecision, Outcome>()
  const asSeen = (root: string, all: readonly ConflictDecision[]): readonly ConflictDecision[] =>
    all.filter((one) => {
      const isSeen = isAsSeen(root, tree, one)
      if (!isSeen) outcomes.set(one, left(conflictsMessages.leftChanged({})))
      return isSeen
    })
  const still = asSeen(tree.root, conflicts)
  if (still.length === 0) return { outcomes: conflicts.flatMap((one) => outcomes.get(one) ?? []) }
  const { id } = await takeSet(
    places,
    { switchId: operationId, reason: 'before-restore', occasion: conflictsMessages.before({ files: still.length }) },
    { ...options, report: () => undefined, only: [tree.subvolume] },
  )
  const frozen = snapshotPath(places.stateFolder, id, tree.subvolume)
  const seen = asSeen(frozen, still)
  const decisions = decisionsOf(seen, { tree, isTaken: (one) => exists(tree, one) })
  seen.forEach((one, index) => {
    if (decisions[index] === undefined) outcomes.set(one, left(conflictsMessages.leftSeveral({})))
  })
  const meant = decisions.filter((one) => one !== undefined)
  for (const [one, outcome] of await place({ places, tree, frozen, operationId }, meant, options))
    outcomes.set(one, outcome)
  return { setId: id, outcomes: conflicts.flatMap((one) => outcomes.get(one) ?? []) }
}

function left(why: Message): Outcome {
  return { kind: 'left', why }
}

function exists(tree: SubvolumeOfHome, one: BytePath): boolean {
  return statInside(tree.root, tree.below(one)) !== undefined
}

/** Where something that is no file stands at the path of one that is not there, nothing is as seen. */
function isAsSeen(root: string, tree: SubvolumeOfHome, { file, fileStamp, copies }: ConflictDecision): boolean {
  const stampAt = (one: BytePath): string | undefined => {
    const stat = statInside(root, tree.below(one))
    return stat === undefined ? undefined : stat.isFile() ? stampOf(stat) : 'other'
  }
  return stampAt(file) === fileStamp && copies.every((copy) => stampAt(copy.path) === copy.stamp)
}

interface Placing {
  readonly places: Places
  readonly tree: SubvolumeOfHome
  /** The snapshot that was taken first. */
  readonly frozen: string
  readonly operationId: string
}

async function place(
  placing: Placing,
  decisions: readonly Decision[],
  options: RunOptions,
): Promise<ReadonlyMap<ConflictDecision, Outcome>> {
  const { stateFolder } = placing.places
  const folder = path.join(conflictsFolder(stateFolder), placing.operationId)
  const staged = path.join(folder, 'staged')
  mkdirSync(staged, { recursive: true, mode: 0o700 })
  try {
    notePlacing(folder, { id: newPlacingId(), scanId: randomUUID(), lines: [] })
    await stageCopies({ ...placing, staged, decisions }, options)
    const lines = decisions.flatMap(({ target }): PlaceLine[] =>
      target === undefined ? [] : [{ path: placing.tree.below(target), action: 'place' }],
    )
    const notPlaced = await placeLinesOf({ ...placing, folder, staged }, lines, options)
    const isPlaced = ({ target }: Decision) => target === undefined || !notPlaced.has(placing.tree.below(target))
    const going = decisions
      .filter(isPlaced)
      .flatMap(({ conflict }) =>
        conflict.copies.map((copy): PlaceLine => ({ path: placing.tree.below(copy.path), action: 'remove' })),
      )
    // Once begun it is finished: a copy that stands under both names is no harm, but half of what was asked.
    const notRemoved = await placeLinesOf({ ...placing, folder, staged }, going, {})
    return new Map(
      decisions.map(({ conflict, target }): readonly [ConflictDecision, Outcome] => {
        const paths = [...(target === undefined ? [] : [target]), ...conflict.copies.map((copy) => copy.path)]
        const [why] = paths.flatMap((one) => {
          const below = placing.tree.below(one)
          return notPlaced.get(below) ?? notRemoved.get(below) ?? []
        })
        return [conflict, why === undefined ? { kind: 'kept', as: target === undefined ? [] : [target] } : left(why)]
      }),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Lines extends Placing {
  readonly folder: string
  readonly staged: string
}

/** What was left as it is, and why. */
async function placeLinesOf(
  { places: { stateFolder }, tree: { root }, frozen, folder, staged }: Lines,
  lines: readonly PlaceLine[],
  options: RunOptions,
): Promise<ReadonlyMap<BytePath, Message>> {
  const notDone = new Map<BytePath, Message>()
  if (lines.length === 0) return notDone
  const id = newPlacingId()
  const trees = { liveRoot: root, sourceRoot: staged, expectedRoot: frozen, lines }
  const begin = async (): Promise<void> => {
    await requireReady({ stateFolder, ...trees }, options)
    notePlacing(folder, { id, scanId: randomUUID(), lines })
  }
  await placeWhole(
    { ...trees, id },
    (result) => {
      if (result.outcome === 'left') notDone.set(result.path, wordLeft(result))
    },
    { ...options, begin },
  )
  return notDone
}

function wordLeft({ why, detail = '' }: LeftResult): Message {
  switch (why) {
    case 'changed':
    case 'not-empty':
      return conflictsMessages.leftChanged({})
    case 'no-folder':
      return conflictsMessages.leftNoFolder({})
    case 'other-file-system':
      return conflictsMessages.leftElsewhere({})
    case 'refused':
      return conflictsMessages.leftRefused({ detail })
    default:
      return assertNever(why)
  }
}
