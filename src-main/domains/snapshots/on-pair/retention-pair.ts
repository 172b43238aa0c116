/** How long snapshots are kept on both laptops, and what that means for those there are. */
import type { Area } from '../../../commons/capability/area.ts'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import type { Output } from '../../../contract/define.ts'
import type { CallContext, Handlers } from '../../../contract/handlers.ts'
import type { PruneResult, RetentionView } from '../../../contract/snapshot-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reach } from '../../../machine/reach.ts'
import { policySentence } from '../texts.ts'
import { assessSnapshots, pruneSnapshots, readRetention, writeRetention, type RetentionSettings } from '../verbs.ts'
import { askEach } from '../../../machine/ask-each.ts'
import { newRequestId } from './create-pair.ts'
import { prunedWork, taskTitles } from './texts.ts'
import type { SnapshotsTools } from './snapshots-tools.ts'
import { viewSet } from './view-set.ts'

export async function getRetention(reach: Reach): ReturnType<Handlers['retentionGet']> {
  const { answers, missing } = await askEach(await reach.all(), async (machine) =>
    viewSettings(machine, await machine.call(readRetention, {})),
  )
  return { laptops: [...answers], missing }
}

export async function setRetention(
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

export async function pruneBoth(
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
