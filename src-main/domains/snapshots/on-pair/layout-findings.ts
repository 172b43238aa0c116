/** What a laptop's layout means for its snapshots: a cell of the checks, and what prevents the start. */
import type { Area } from '../../../commons/capability/area.ts'
import { assessSpace } from '../../../commons/disk-space.ts'
import type { Layout } from '../../../commons/snapshot-sets/schemas.ts'
import type { CheckCell, Preview } from '../../../contract/preview.ts'
import type { Machine } from '../../../machine/machine.ts'
import * as texts from './texts.ts'

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
