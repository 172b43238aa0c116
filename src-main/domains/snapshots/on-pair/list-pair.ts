/** The snapshots of both laptops in one list, for the call "snapshots.list". */
import type { Snapshot } from '../../../contract/calls.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { listSnapshots, type Description, type ListedSet } from '../verbs.ts'

/** Newest first. */
export async function listSnapshotsOf(machine: Machine, options: CallOptions = {}): Promise<readonly Snapshot[]> {
  const { sets } = await machine.call(listSnapshots, {}, options)
  return sets.map((set) => viewSet(set, machine.name))
}

export function viewSet({ id, at, folders, content }: ListedSet, laptop: string): Snapshot {
  switch (content.kind) {
    case 'described': {
      const { description } = content
      const found = description.snapshots
        .filter(({ folder }) => folders.includes(folder))
        .flatMap((taken) => taken.areas)
      const areas = description.state === 'finished' ? [...new Set(found)] : ownFolders(folders)
      const { switchId, from, to, reason } = description
      return {
        id,
        laptop,
        at,
        areas,
        reason,
        description: describe(description, folders),
        switchId,
        from: from.name,
        to: to.name,
        readable: true,
      }
    }
    case 'undescribed':
      return {
        id,
        laptop,
        at,
        areas: ownFolders(folders),
        reason: 'unknown',
        description: content.why,
        readable: false,
      }
    default:
      return assertNever(content)
  }
}

/** A subvolume's folder has the name of its first area; what is nested is part of /home. */
function ownFolders(folders: readonly string[]): string[] {
  return folders.filter((folder) => !folder.startsWith('nested/'))
}

function describe(description: Description, folders: readonly string[]): string {
  return `${describeReason(description)}${describeGaps(description, folders)}`
}

function describeGaps({ state, snapshots }: Description, folders: readonly string[]): string {
  if (state === 'taking') return ' (not finished)'
  const missing = snapshots.map(({ folder }) => folder).filter((folder) => !folders.includes(folder))
  return missing.length === 0 ? '' : ` (missing: ${missing.join(', ')})`
}

function describeReason({ reason, from, to }: Description): string {
  switch (reason) {
    case 'before-switch':
      return `Before switching from ${from.label} to ${to.label}`
    case 'after-switch':
      return `After switching from ${from.label} to ${to.label}`
    case 'manual':
      return 'Taken by hand'
    default:
      return assertNever(reason)
  }
}
