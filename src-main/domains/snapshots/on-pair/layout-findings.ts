/** What a laptop's layout means for a person: a cell of the checks, and what has to be mended before the start. */
import { assessSpace } from '../../../commons/disk-space.ts'
import type { CheckCell, Preview } from '../../../contract/preview.ts'
import type { Wording } from '../../../contract/wording.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { countOf, formatCount } from '../../../kernel/units.ts'
import type { Layout } from '../../../commons/snapshot-sets/schemas.ts'
import { nameAreas } from './area-words.ts'

type Blocker = Preview['blockers'][number]

export function layoutCell(layout: Layout, wording: Wording): CheckCell {
  switch (layout.kind) {
    case 'ready':
      return readyCell(layout, wording)
    case 'no-btrfs':
      return { tone: 'blocked', text: `${layout.place} is on ${layout.fsType}, not on btrfs` }
    case 'elsewhere':
      return { tone: 'blocked', text: `${layout.place} is on another file system` }
    case 'hidden':
      return { tone: 'blocked', text: `The subvolume of ${layout.place} is not mounted as a whole` }
    case 'read-only':
      return { tone: 'blocked', text: `The disk is read-only at ${layout.place}` }
    case 'swap-file':
      return { tone: 'blocked', text: `Swap file ${layout.file} is in the way` }
    default:
      return assertNever(layout)
  }
}

function readyCell(layout: Extract<Layout, { kind: 'ready' }>, wording: Wording): CheckCell {
  if (assessSpace(layout.space).kind === 'metadata-full') return { tone: 'blocked', text: 'No room for a snapshot' }
  const nested = layout.nested === 0 ? '' : `, ${countOf(layout.nested, 'subvolume')} inside them`
  const areas = nameAreas(layout.sources.flatMap((source) => source.areas))
  if (layout.nestedLeftOut > 0)
    return {
      tone: 'warning',
      text: `Of ${areas}; ${formatCount(layout.nestedLeftOut)} subvolumes inside are left out`,
    }
  const [leftOut] = layout.leftOut ?? []
  if (leftOut !== undefined) return { tone: 'warning', text: `Of ${areas}; without ${wording.text(leftOut)}` }
  if (layout.imagesOutside) return { tone: 'warning', text: `Of ${areas}; images of virtual machines are not on btrfs` }
  return { tone: 'passed', text: `Of ${areas}${nested}` }
}

/** Too little room for files is told with the disk space, not here. */
export function layoutBlockers(layout: Layout, label: string): readonly Blocker[] {
  switch (layout.kind) {
    case 'ready':
      return metadataBlockers(layout, label)
    case 'no-btrfs':
      return [
        {
          code: 'no-btrfs',
          title: `${label} cannot take snapshots`,
          text: `${layout.place} is on ${layout.fsType}. Nothing is changed without a snapshot to go back to, so the system and /home have to be on btrfs.`,
        },
      ]
    case 'elsewhere':
      return [
        {
          code: 'no-btrfs',
          title: `${label} has nowhere to keep a snapshot of ${layout.place}`,
          text: `Snapshots stay on the file system they are taken from, and ${layout.folder} is on another one. Put both on the same btrfs.`,
        },
      ]
    case 'hidden':
      return [
        {
          code: 'no-btrfs',
          title: `${label} cannot take a snapshot of ${layout.place}`,
          text: `${layout.place} is a folder of a subvolume that is not mounted as a whole. Mount that subvolume somewhere, /mnt/data for example, and keep it mounted.`,
        },
      ]
    case 'read-only':
      return [
        {
          title: `The disk of ${label} is read-only`,
          text: `Nothing can be written at ${layout.place}, and no snapshot be taken. A disk that makes itself read-only has found damage: look at "journalctl -k", and save what matters first.`,
        },
      ]
    case 'swap-file':
      return [
        {
          title: `A swap file on ${label} is in the way of snapshots`,
          text: `${layout.file} is in use, and a subvolume with a swap file in use cannot be snapshotted. Turn it off ("swapoff"), move it into a subvolume of its own, and turn it on again.`,
        },
      ]
    default:
      return assertNever(layout)
  }
}

function metadataBlockers(layout: Extract<Layout, { kind: 'ready' }>, label: string): readonly Blocker[] {
  const verdict = assessSpace(layout.space)
  if (verdict.kind !== 'metadata-full') return []
  return [
    {
      code: 'disk-full',
      title: `${label} has no room for a snapshot`,
      text: `The part of the disk that holds names and snapshots is ${verdict.percent} % full. Delete files or old snapshots, or run "btrfs balance start -dusage=20 /".`,
    },
  ]
}
