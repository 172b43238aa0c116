/** Read-only snapshots of both laptops at the same moment, before anything is changed on either. */
import { z } from 'zod'
import type { Area } from '../../../commons/capability/area.ts'
import type { Output } from '../../../contract/define.ts'
import type { Preview, CheckCell } from '../../../contract/preview.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { StepInfo, StepOutcome, Verification, VerificationItem } from '../../../contract/switch-state.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair, RunContext, Step } from '../../../switch/step.ts'
import { layoutSchema, type Description, type Layout } from '../../../commons/snapshot-sets/schemas.ts'
import { createSnapshots, examineSnapshots, readLayout } from '../verbs.ts'
import * as texts from './texts.ts'
import { assessSpace } from '../../../commons/disk-space.ts'

const planSchema = z.object({ from: layoutSchema, to: layoutSchema })
type Plan = z.infer<typeof planSchema>

const info: StepInfo = {
  id: stepIds.snapshots,
  title: texts.stepTitle,
  stage: 'copy',
  icon: 'camera',
  after: [stepIds.checks],
  waitsFor: texts.waitsFor,
}
const reason = 'before-switch'
/** A snapshot takes tens of milliseconds, plus the time to write out what is not on the disk yet. */
const estimatedMs = 1_000

export function createSnapshotsStep(areas: readonly Area[]): Step<Plan> {
  return {
    info,
    undo: 'nothing-changed',
    scopes: ['packages'],
    planSchema,
    async probe({ from, to }, { signal }) {
      const [fromLayout, toLayout] = await Promise.all([
        from.call(readLayout, {}, { signal }),
        to.call(readLayout, {}, { signal }),
      ])
      return { from: fromLayout, to: toLayout }
    },
    preview: (plan, pair) => preview(plan, pair, areas),
    async run({ from, to }, _plan, _answers, context) {
      const progress = sumProgress(context.report)
      const [ofFrom, ofTo] = await Promise.all([
        take(from, { from, to }, context, progress(from.name)),
        take(to, { from, to }, context, progress(to.name)),
      ])
      const items = [ofFrom, ofTo].reduce((sum, { snapshots }) => sum + snapshots.length, 0)
      return {
        text: texts.taken(items, from.label, to.label),
        bytes: 0,
        items,
        // A run that goes on finds those of the first one, and counts them.
        bytesBefore: 0,
        snapshotId: ofTo.id,
      } satisfies StepOutcome
    },
    async verify({ from, to }, _plan, _answers, { switchId, signal }): Promise<Verification> {
      const examined = await Promise.all(
        [from, to].map(async (machine) => {
          const examination = await machine.call(examineSnapshots, { switchId, reason }, { signal })
          return {
            item: verifiedItem(machine, examination, areas),
            notes: leftOutNotes(machine.label, examination.description),
          }
        }),
      )
      return { items: examined.map(({ item }) => item), notes: examined.flatMap(({ notes }) => notes) }
    },
    changes(agreed, now) {
      const differs = shape(agreed.from) !== shape(now.from) || shape(agreed.to) !== shape(now.to)
      return differs ? [texts.layoutChanged] : []
    },
  }
}

function preview(plan: Plan, { from, to }: Pair, areas: readonly Area[]): Preview {
  const blockers = [...layoutBlockers(plan.from, from.label), ...layoutBlockers(plan.to, to.label)]
  const row = {
    id: 'snapshots',
    title: texts.rowTitle,
    icon: 'disk' as const,
    from: layoutCell(plan.from, from, areas),
    to: layoutCell(plan.to, to, areas),
  }
  const [first] = blockers
  return {
    summary: texts.summary,
    pages: [],
    blocks: [{ kind: 'checks', rows: [first === undefined ? row : { ...row, remedy: first.text }] }],
    questions: [],
    blockers: [...blockers],
    estimate: { bytes: 0, items: countSnapshots(plan.from) + countSnapshots(plan.to), ms: estimatedMs },
  }
}

function countSnapshots(layout: Layout): number {
  return layout.kind === 'ready' ? layout.subvolumes.length + layout.nested : 0
}

/** Which subvolumes, not how much room they have. */
function shape(layout: Layout): string {
  return layout.kind === 'ready'
    ? layout.subvolumes.map(({ uuid, areas }) => `${uuid} ${areas.join()}`).join('; ')
    : layout.kind
}

async function take(
  machine: Machine,
  { from, to }: Pair,
  context: RunContext,
  onProgress: (done: number, total: number) => void,
): Promise<Description> {
  const { switchId, signal } = context
  const laptops = { from: { name: from.name, label: from.label }, to: { name: to.name, label: to.label } }
  return machine.call(
    createSnapshots,
    { switchId, reason, ...laptops },
    { signal, onProgress: ({ done, total }) => onProgress(done, total ?? done) },
  )
}

/** Both laptops' progress as one. */
function sumProgress(report: RunContext['report']): (name: string) => (done: number, total: number) => void {
  const parts = new Map<string, { readonly done: number; readonly total: number }>()
  return (name) => (done, total) => {
    parts.set(name, { done, total })
    const all = [...parts.values()]
    const sum = (pick: (part: { readonly done: number; readonly total: number }) => number) =>
      all.reduce((amount, part) => amount + pick(part), 0)
    report({ done: sum((part) => part.done), total: sum((part) => part.total), unit: 'steps' })
  }
}

function verifiedItem(
  { label, wording }: Machine,
  { description, found }: Output<typeof examineSnapshots>,
  known: readonly Area[],
): VerificationItem {
  const differences = found.flatMap((each) =>
    each.kind === 'different' ? [`${each.subvolume}: ${wording.text(each.why)}`] : [],
  )
  const unfinished = description.state === 'finished' ? [] : [texts.notAllTaken]
  const areas = description.snapshots.flatMap((taken) => taken.areas)
  const wrong = [...unfinished, ...differences]
  return {
    title: texts.proofTitle(label),
    verdict: wrong.length === 0 ? 'healthy' : 'differs',
    text:
      wrong.length === 0
        ? texts.snapshotsKept(found.length, texts.nameAreas(areas, known), label)
        : texts.snapshotsBroken(wrong.length, label),
    compared: found.length,
    chosen: [],
    differences: wrong,
    readBack: [],
  }
}

function leftOutNotes(label: string, { nestedLeftOut }: Description): readonly string[] {
  if (nestedLeftOut === 0) return []
  return [texts.nestedLeftOutNote(nestedLeftOut, label)]
}

/** What a laptop's layout means for its snapshots: a cell of the checks, and what prevents the start. */
type Blocker = Preview['blockers'][number]

type Ready = Extract<Layout, { kind: 'ready' }>

export function layoutCell(
  layout: Layout,
  { label, wording }: Pick<Machine, 'label' | 'wording'>,
  areas: readonly Area[],
): CheckCell {
  if (layout.kind !== 'ready') return { tone: 'blocked', text: texts.refusalText(layout, label).cell }
  if (assessSpace(layout.space).kind === 'metadata-full') return { tone: 'blocked', text: texts.noRoomCell }
  return { tone: isPartial(layout) ? 'warning' : 'passed', text: texts.readyText(layout, { wording, areas }) }
}

function isPartial({ nestedLeftOut, leftOut, outside }: Ready): boolean {
  return nestedLeftOut > 0 || (leftOut ?? []).length > 0 || outside.length > 0
}

/** Too little room for files is a finding about the disk, not about snapshots. */
export function layoutBlockers(layout: Layout, label: string): readonly Blocker[] {
  if (layout.kind === 'ready') return metadataBlockers(layout, label)
  const { title, text } = texts.refusalText(layout, label)
  const isPlace = layout.kind === 'no-btrfs' || layout.kind === 'elsewhere' || layout.kind === 'hidden'
  return [isPlace ? { code: 'no-btrfs', title, text } : { title, text }]
}

function metadataBlockers({ space }: Ready, label: string): readonly Blocker[] {
  const verdict = assessSpace(space)
  if (verdict.kind !== 'metadata-full') return []
  return [{ code: 'disk-full', ...texts.noRoomForSnapshot(label, verdict.percent) }]
}
