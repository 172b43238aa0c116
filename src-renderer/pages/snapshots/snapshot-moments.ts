/** Snapshots of both laptops that belong together, as one moment. Pure. */
import type { Snapshot } from '../../../src-main/contract/snapshot-calls.ts'
import { groupBy } from '../../format/group-by.ts'

export interface Moment {
  readonly key: string
  readonly at: string
  readonly reason: Snapshot['reason']
  readonly from: string | undefined
  readonly to: string | undefined
  readonly snapshots: readonly Snapshot[]
}

/** Newest first. Those of one switch and one reason are one moment, the others each their own. */
export function momentsOf(snapshots: readonly Snapshot[]): readonly Moment[] {
  const groups = groupBy(snapshots, (snapshot) =>
    snapshot.switchId === undefined ? `${snapshot.laptop}:${snapshot.id}` : `${snapshot.switchId}:${snapshot.reason}`,
  )
  return [...groups].map(([key, group]) => momentOf(key, group)).toSorted((a, b) => b.at.localeCompare(a.at))
}

function momentOf(key: string, group: readonly Snapshot[]): Moment {
  const inTime = group.toSorted((a, b) => a.at.localeCompare(b.at))
  const [first] = inTime
  return {
    key,
    at: first?.at ?? '',
    reason: first?.reason ?? 'unknown',
    from: first?.from,
    to: first?.to,
    snapshots: inTime,
  }
}

export const reasonWords: Readonly<Record<Snapshot['reason'], string>> = {
  'before-switch': 'Before switch',
  'after-switch': 'After switch',
  manual: 'Taken by hand',
  scheduled: 'Automatic',
  'before-rollback': 'Before rolling back',
  'before-restore': 'Before restoring files',
  foreign: 'By another tool',
  unknown: 'Not known why',
}

const areaWords: Readonly<Record<string, string>> = {
  home: 'Home files',
  system: 'System',
  images: 'Virtual machine images',
}

export const areaWord = (area: string): string => areaWords[area] ?? area
