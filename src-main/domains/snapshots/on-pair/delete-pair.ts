import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import type { CallContext, Handlers } from '../../../contract/handlers.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { deleteSnapshots, planRemoval, type Removal } from '../verbs.ts'
import { newRequestId } from './create-pair.ts'
import type { HandlerTools } from '../../../machine/reach.ts'
import { deletedWork, taskTitles } from './texts.ts'

type Wanted = Parameters<Handlers['snapshotsDelete']>[0]
type Answer = Awaited<ReturnType<Handlers['snapshotsDelete']>>

/** Asks each laptop once for all its snapshots. If one does not answer, the call fails before anything is deleted. */
export async function deleteOnBoth(
  tools: HandlerTools,
  { snapshots, dryRun }: Wanted,
  call: CallContext,
): Promise<Answer> {
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
