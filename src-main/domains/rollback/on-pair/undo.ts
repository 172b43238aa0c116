/** Undoing the last switch: the target is rolled back to what it was before, on whichever it is asked. */
import { randomUUID } from 'node:crypto'
import { withLock } from '../../../commons/ledger/on-pair/with-lock.ts'
import { noteUndone, readLedger, type LedgerView } from '../../../commons/ledger/verbs.ts'
import { homeArea } from '../../../commons/snapshot-sets/areas.ts'
import type { AreaId } from '../../../commons/snapshot-sets/schemas.ts'
import type { HistoryEntry } from '../../../contract/overview-calls.ts'
import type { BroughtOnes } from '../../../contract/brought.ts'
import type { ChangeCounts } from '../../../contract/compare-calls.ts'
import type { Output } from '../../../contract/define.ts'
import type { RollbackPlan, UndoPlan, NamedPaths } from '../../../contract/rollback-calls.ts'
import { scopeOf } from '../../../contract/switch-scope.ts'
import type { Proof } from '../../../contract/switch-state.ts'
import { fromWireError } from '../../../contract/wire-error.ts'
import { AppError, type ErrorText } from '../../../kernel/app-error.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reach } from '../../../machine/reach.ts'
import type { StepDeclaration, Undo } from '../../../switch/step.ts'
import { findBeforeSwitch, readRollbackState } from '../verbs.ts'
import * as texts from './texts.ts'

export type UndoneSwitch = Pick<HistoryEntry, 'switchId' | 'from' | 'to'>

/** AppError "not-found" when neither laptop has it. */
export type ReadProof = (switchId: string) => Promise<Proof>

export type PlanOn = (
  machine: Machine,
  request: { readonly id: string; readonly subvolumes: readonly string[]; readonly undoes?: UndoneSwitch },
  options: CallOptions,
) => Promise<RollbackPlan>

export interface Undoable {
  readonly entry: HistoryEntry
  /** The target. */
  readonly machine: Machine
}

/** AppError "blocked" when something has happened since that undoing it would not take into account. */
export async function findUndoable(reach: Reach, wanted: string | undefined): Promise<Undoable> {
  const { answers, missing } = await askEach(await reach.all(), async (machine) => ({
    machine,
    ledger: await machine.call(readLedger, {}),
  }))
  const ledgers = answers.map(({ ledger }) => ledger)
  const entry = findEntry(ledgers, wanted)
  const taken = answers.find(({ machine }) => machine.name === entry.to.name)
  if (taken === undefined) throw await whyMissing(reach, entry, missing)
  for (const { open } of ledgers)
    if (open !== undefined) throw refused(texts.unfinishedSwitch(open.from.label, open.to.label))
  if (ledgers.some(({ history: [newest] }) => newest !== undefined && newest.switchId !== entry.switchId))
    throw refused(texts.laterSwitch)
  requireAsItLeft(entry, taken.ledger)
  const { pending } = await taken.machine.call(readRollbackState, {})
  if (pending !== undefined) throw refused(texts.rollbackWaits(entry.to.label))
  return { entry, machine: taken.machine }
}

function findEntry(ledgers: readonly LedgerView[], wanted: string | undefined): HistoryEntry {
  const switchId = wanted ?? ledgers[0]?.history[0]?.switchId
  if (switchId === undefined) throw refused(texts.noSwitchYet)
  const entry = ledgers.flatMap(({ history }) => history).find((one) => one.switchId === switchId)
  if (entry === undefined) throw new AppError({ code: 'not-found', ...texts.unknownSwitch, details: switchId })
  return entry
}

async function whyMissing(
  reach: Reach,
  { to }: HistoryEntry,
  missing: Awaited<ReturnType<Reach['all']>>['missing'],
): Promise<AppError> {
  const found = missing.find(({ laptop }) => laptop === to.name) ?? missing[0]
  if (found !== undefined) return fromWireError(found.error)
  // Paired with another laptop since: says that it does not know this one.
  await reach.named(to.name)
  return refused(texts.changedHands(to.label))
}

function requireAsItLeft({ switchId, scope, to, finishedAt }: HistoryEntry, { holder, history }: LedgerView): void {
  if (history.some((one) => one.switchId === switchId && one.undoneAt !== undefined))
    throw refused(texts.undoneAlready(to.label))
  const isAsLeft =
    scope === undefined
      ? holder.kind === 'held' && holder.switchId === switchId
      : // It gave the work to nobody; a rollback says when it was.
        holder.kind === 'none' || holder.since < finishedAt
  if (!isAsLeft) throw refused(texts.changedHands(to.label))
}

function refused(text: ErrorText): AppError {
  return new AppError({ code: 'blocked', ...text })
}

interface UndoTools {
  readonly planOn: PlanOn
  readonly readProof: ReadProof
  readonly compareWithNow: CompareWithNow
  readonly steps: () => readonly StepDeclaration[]
}

export async function planUndo(
  { entry, machine }: Undoable,
  tools: UndoTools,
  options: CallOptions,
): Promise<UndoPlan> {
  const { switchId, from, to, finishedAt } = entry
  const proof = await tools.readProof(switchId)
  const { areas, steps } = whatChanged(proof, tools.steps())
  const left = steps.flatMap(({ title, undo }) => ('stays' in undo ? [texts.staysBecause(title, undo.stays)] : []))
  if (areas.length === 0)
    throw refused(left.length === 0 ? texts.changedNothing(to.label) : texts.allStays(to.label, left))
  const found = await machine.call(findBeforeSwitch, { switchId, areas: [...areas] }, options)
  if (found.kind === 'gone' || found.lacking.includes(homeArea.id)) throw refused(texts.snapshotsGone(to.label))
  const { setId: id, subvolumes: inSet } = found.before
  const subvolumes = inSet.map(({ subvolume }) => subvolume)
  const plan = await tools.planOn(machine, { id, subvolumes, undoes: { switchId, from, to } }, options)
  const since = found.after === undefined ? undefined : await changedSince(machine, plan, found.after, tools)
  const areasIn = (wanted: string) => inSet.find(({ subvolume }) => subvolume === wanted)?.areas ?? []
  const stuck = plan.subvolumes.flatMap(({ subvolume, title, when }) =>
    when.kind === 'refused' ? [{ areas: areasIn(subvolume), title, when }] : [],
  )
  const home = stuck.find((one) => one.areas.includes(homeArea.id))
  if (home !== undefined) throw refused({ message: texts.homeStays(to.label, home.when.why), hint: home.when.hint })
  const [first] = stuck
  if (first !== undefined && stuck.length === plan.subvolumes.length)
    throw refused({ message: texts.staysBecause(first.title, first.when.why), hint: first.when.hint })
  const staying = [...stuck.flatMap((one) => one.areas), ...found.lacking]
  const goingBack = steps.filter((step) => step.areas.length > 0 && !step.areas.some((area) => staying.includes(area)))
  const isHomeTold = goingBack.some(({ areas: own }) => own.includes(homeArea.id))
  const ofHome = plan.subvolumes.flatMap((one) =>
    areasIn(one.subvolume).includes(homeArea.id) ? texts.filesGoBack(one) : [],
  )
  const titleOf = (area: string) => steps.flatMap((step) => (step.areas.includes(area) ? [step.title] : [])).join(', ')
  return {
    ...{ switchId, ...scopeOf(entry), from, to, finishedAt },
    takenBack: [
      ...goingBack.map(({ title, areas: own, brought }) => ({
        title,
        lines: own.includes(homeArea.id) ? ofHome : brought.map(texts.broughtGoesBack),
      })),
      ...(isHomeTold || ofHome.length === 0 ? [] : [{ title: texts.homeFiles, lines: ofHome }]),
    ],
    stays: [
      ...stuck.map(({ title, when }) => texts.staysBecause(title, when.why)),
      ...found.lacking.map((area) => texts.staysBecause(titleOf(area), texts.notInSet)),
      ...left,
    ],
    ...(since === undefined ? {} : { since }),
    plan: {
      ...plan,
      notes: [...plan.notes, ...goingBack.flatMap(({ undo }) => ('also' in undo ? [undo.also ?? ''] : []))],
    },
  }
}

/** The plan is shown without it when it cannot be compared. */
async function changedSince(
  { name }: Machine,
  { subvolumes }: RollbackPlan,
  after: NonNullable<Extract<Output<typeof findBeforeSwitch>, { kind: 'found' }>['after']>,
  { compareWithNow }: UndoTools,
): Promise<UndoPlan['since']> {
  const had = new Set(after.subvolumes.map(({ subvolume }) => subvolume))
  const both = subvolumes.filter(({ subvolume }) => had.has(subvolume))
  const compared = await Promise.all(
    both.map(async ({ subvolume, title, path }) => {
      const since = await compareWithNow(name, subvolume, after.setId)
      if (since === undefined) return []
      const { counts, disappears, changed } = since
      return [{ title, path, counts, disappears, changed }]
    }),
  )
  return compared.some((one) => one.length === 0) ? undefined : { setId: after.setId, subvolumes: compared.flat() }
}

/** The source. If it does not answer, it learns it from the target before the next plan. */
export async function tellOther(reach: Reach, { switchId, from }: UndoneSwitch, since: string): Promise<void> {
  const operationId = `undo-${randomUUID()}`
  try {
    const machine = await reach.named(from.name)
    await withLock(machine, operationId, () => machine.call(noteUndone, { switchId, operationId, since }))
  } catch {
    // compareLedgers goes by the target.
  }
}

interface ComparedWithNow {
  readonly counts: ChangeCounts
  /** What exists only now. */
  readonly disappears: NamedPaths
  /** What exists no more. */
  readonly returns: NamedPaths
  /** What has other contents now. */
  readonly changed: NamedPaths
}

/** What differs between a snapshot of a subvolume and now; undefined when it cannot be compared. */
export type CompareWithNow = (laptop: string, subvolume: string, setId: string) => Promise<ComparedWithNow | undefined>

interface ChangedStep {
  readonly title: string
  readonly brought: readonly BroughtOnes[]
  readonly undo: Exclude<Undo, 'nothing-changed'>
  /** Those that it changed. */
  readonly areas: readonly AreaId[]
}

interface WhatChanged {
  /** In the order of the proof. */
  readonly steps: readonly ChangedStep[]
  readonly areas: readonly AreaId[]
}

/** What a switch changed on the target, from its proof, and what of it Undo takes back. */
export function whatChanged(proof: Proof, declared: readonly StepDeclaration[]): WhatChanged {
  const isPartly = wasStopped(proof)
  const known = new Map(declared.map(({ info, undo }) => [info.id, undo]))
  const undoOf = (id: StepDeclaration['info']['id']): Undo => known.get(id) ?? { stays: texts.unknownStep }
  const steps = proof.steps.flatMap(({ id, title, outcome, brought = [] }) => {
    const undo = undoOf(id)
    if (undo === 'nothing-changed' || (outcome.items === 0 && !isPartly)) return []
    const others = 'area' in undo ? (undo.others ?? []) : []
    const changed = isPartly ? others : others.filter((area) => outcome.areas?.includes(area) === true)
    return [{ title, undo, brought, areas: [...areaOf(undo), ...changed] }]
  })
  // The home files, if they were carried, always: also when no file changed, what is remembered of them has.
  const isOfHome = proof.steps.some(({ id }) => areaOf(undoOf(id)).includes(homeArea.id))
  const changed = steps.flatMap(({ areas }) => areas)
  return { steps, areas: [...new Set([...(isOfHome ? [homeArea.id] : []), ...changed])] }
}

/** What a step did until it was broken off, not every step can count. */
function wasStopped({ startedAt, finishedAt, tookMs }: Proof): boolean {
  return tookMs < Date.parse(finishedAt) - Date.parse(startedAt)
}

function areaOf(undo: Undo): readonly AreaId[] {
  return typeof undo === 'object' && 'area' in undo ? [undo.area] : []
}
