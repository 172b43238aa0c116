/** Handlers of the calls that list, take, measure, pin and delete snapshots outside a switch. */
import { randomBytes } from 'node:crypto'
import type { Area } from '../../../commons/capability/area.ts'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import type { Output } from '../../../contract/define.ts'
import type { Handlers, CallContext } from '../../../contract/handlers.ts'
import type { PruneResult, RetentionView } from '../../../contract/snapshot-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { isoNow, systemClock } from '../../../kernel/clock.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { HandlerTools, Reach } from '../../../machine/reach.ts'
import { policySentence } from '../../../commons/snapshot-sets/texts.ts'
import {
  measureSnapshots,
  pinSnapshot,
  deleteSnapshots,
  planRemoval,
  type Removal,
  assessSnapshots,
  pruneSnapshots,
  readRetention,
  writeRetention,
  type RetentionSettings,
  createSnapshots,
} from '../verbs.ts'
import { createSnapshotLists } from './list-pair.ts'
import { taskTitles, deletedWork, prunedWork, takenWork } from './texts.ts'
import { viewSet } from './view-set.ts'

type Keys =
  | 'snapshotsList'
  | 'snapshotsCreate'
  | 'snapshotsMeasure'
  | 'snapshotsPin'
  | 'snapshotsDelete'
  | 'retentionGet'
  | 'retentionSet'
  | 'snapshotsPrune'

export function createSnapshotsHandlers(tools: SnapshotsTools): Pick<Handlers, Keys> {
  const { reach, runTask } = tools
  const lists = createSnapshotLists(tools.areas)
  return {
    snapshotsList: () => lists.both(reach),
    snapshotsCreate: (wanted, call) => createOnBoth(tools, wanted, call),
    snapshotsMeasure: async ({ laptop, ids }, call) => {
      const machine = await reach.named(laptop)
      return runTask(call, { title: taskTitles.measure(machine.label) }, (options) =>
        machine.call(measureSnapshots, { ids }, options),
      )
    },
    snapshotsPin: async ({ laptop, id, pinned }) => (await reach.named(laptop)).call(pinSnapshot, { id, pinned }),
    snapshotsDelete: (wanted, call) => deleteOnBoth(tools, wanted, call),
    retentionGet: () => getRetention(reach),
    retentionSet: (wanted) => setRetention(reach, wanted),
    snapshotsPrune: (wanted, call) => pruneBoth(tools, wanted, call),
  }
}

type Wanted = Parameters<Handlers['snapshotsDelete']>[0]

type Answer = Awaited<ReturnType<Handlers['snapshotsDelete']>>

/** Asks each laptop once for all its snapshots. If one does not answer, the call fails before anything is deleted. */
async function deleteOnBoth(tools: HandlerTools, { snapshots, dryRun }: Wanted, call: CallContext): Promise<Answer> {
  const machines = await Promise.all(
    [...new Set(snapshots.map(({ laptop }) => laptop))].map(async (laptop) => ({
      machine: await tools.reach.named(laptop),
      ids: snapshots.filter((snapshot) => snapshot.laptop === laptop).map(({ id }) => id),
    })),
  )
  const ask = async (options: CallOptions) => {
    const removals = machines.map(async ({ machine, ids }) => ({
      machine,
      removal: dryRun ? await machine.call(planRemoval, { ids }, options) : await remove(machine, ids, options),
    }))
    return viewRemovals(await Promise.all(removals))
  }
  if (dryRun) return ask({})
  return tools.runTask(call, { title: taskTitles.delete(snapshots.length), activity: deletedWork }, ask)
}

function remove(machine: Machine, ids: readonly string[], options: CallOptions): Promise<Removal> {
  return withLock(machine, newRequestId(), () => machine.call(deleteSnapshots, { ids: [...ids] }, options))
}

function viewRemovals(removals: readonly { readonly machine: Machine; readonly removal: Removal }[]): Answer {
  const pending = removals.flatMap(({ removal }) => removal.pendingBytes ?? [])
  return {
    deleted: removals.flatMap(({ machine, removal }) => removal.deleted.map((id) => ({ laptop: machine.name, id }))),
    refused: removals.flatMap(({ machine, removal }) =>
      removal.refused.map(({ id, why }) => ({ laptop: machine.name, id, why: machine.wording.text(why) })),
    ),
    ...(pending.length === 0 ? {} : { pendingBytes: pending.reduce((sum, bytes) => sum + bytes, 0) }),
  }
}

/** How long snapshots are kept on both laptops, and what that means for those there are. */
async function getRetention(reach: Reach): ReturnType<Handlers['retentionGet']> {
  const { answers, missing } = await askEach(await reach.all(), async (machine) =>
    viewSettings(machine, await machine.call(readRetention, {})),
  )
  return { laptops: [...answers], missing }
}

async function setRetention(
  reach: Reach,
  { on, ...wanted }: Parameters<Handlers['retentionSet']>[0],
): ReturnType<Handlers['retentionSet']> {
  const { answers, missing } = await askEach(await reach.all(on), async (machine) =>
    viewSettings(machine, await machine.call(writeRetention, wanted)),
  )
  const [first] = missing
  // When no laptop took the setting, the call fails: a folder that can't be snapshotted, for example.
  if (answers.length === 0 && first !== undefined) throw new AppError(first.error)
  return { laptops: [...answers], missing }
}

async function pruneBoth(
  { reach, runTask, areas }: SnapshotsTools,
  { on, dryRun, policy }: Parameters<Handlers['snapshotsPrune']>[0],
  call: CallContext,
): ReturnType<Handlers['snapshotsPrune']> {
  const wanted = policy === undefined ? {} : { policy }
  const prune = async (options: CallOptions) => {
    const { answers, missing } = await askEach(await reach.all(on), async (machine) =>
      dryRun
        ? viewAssessment({ machine, areas, done: false }, await machine.call(assessSnapshots, wanted, options))
        : withLock(machine, newRequestId(), async () =>
            viewAssessment({ machine, areas, done: true }, await machine.call(pruneSnapshots, wanted, options)),
          ),
    )
    return { laptops: [...answers], missing }
  }
  return dryRun ? prune({}) : runTask(call, { title: taskTitles.prune, activity: prunedWork }, prune)
}

function viewSettings({ name }: Machine, settings: RetentionSettings): RetentionView {
  return { laptop: name, ...settings, sentence: policySentence(settings.policy) }
}

interface Assessed {
  readonly machine: Machine
  readonly areas: readonly Area[]
  readonly done: boolean
}

function viewAssessment(
  { machine, areas, done }: Assessed,
  { sets, verdicts, pendingBytes }: Output<typeof assessSnapshots> & { readonly pendingBytes?: number | undefined },
): PruneResult {
  const views = new Map(sets.map((set) => [set.id, viewSet(set, machine, areas).description]))
  const view = (keep: boolean) =>
    verdicts
      .filter((verdict) => verdict.keep === keep)
      .map(({ id, at, why, space }) => ({
        id,
        at,
        why: machine.wording.text(why),
        space,
        description: views.get(id) ?? '',
      }))
  return {
    laptop: machine.name,
    keep: view(true),
    delete: view(false),
    done,
    ...(pendingBytes === undefined ? {} : { pendingBytes }),
  }
}

interface SnapshotsTools extends HandlerTools {
  /** Of all capabilities, with the words for them. */
  readonly areas: readonly Area[]
}

type Taken = Awaited<ReturnType<Handlers['snapshotsCreate']>>

/** Takes both at nearly the same moment; the shared ID groups them in the list. */
async function createOnBoth(
  { reach, runTask }: HandlerTools,
  { on, note }: Parameters<Handlers['snapshotsCreate']>[0],
  call: CallContext,
): Promise<Taken> {
  const words = note.trim()
  const request = { switchId: newRequestId(), reason: 'manual' as const, ...(words === '' ? {} : { note: words }) }
  const labels = new Map<string, string>()
  const activity = (value: Taken) => takenWork(value, (laptop) => labels.get(laptop) ?? laptop)
  return runTask(call, { title: taskTitles.take, activity }, async (options) => {
    const { answers, missing } = await askEach(await reach.all(on), async (machine) => {
      labels.set(machine.name, machine.label)
      const { id } = await machine.call(createSnapshots, request, options)
      return { laptop: machine.name, id }
    })
    return { taken: [...answers], failed: missing }
  })
}

/** Sorts by time and is unique, like the ID of a switch. */
function newRequestId(): string {
  return `${isoNow(systemClock).replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
}
