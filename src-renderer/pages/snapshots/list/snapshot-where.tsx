/** Which laptops have the snapshots of a restore point, and what they are called. */
import { Badge } from '../../../components/badge.tsx'
import { reasonText, type RestorePoint } from './restore-points.ts'
import { texts } from './texts.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'

/** For the palette, until it asks for them where they are. */

/** What a restore point is known for: the way of its switch, else the note, else why it was taken. */
export function wayOf(restorePoint: RestorePoint, { labelOf }: LaptopNames): string {
  const { from, to, note } = restorePoint
  if (from !== undefined && to !== undefined) return `${labelOf(from)} → ${labelOf(to)}`
  return note === '' || isBefore(restorePoint) ? reasonText(restorePoint) : note
}

/** The line below it: nothing that has been said already. */
export function reasonLine(restorePoint: RestorePoint): string {
  const reason = reasonText(restorePoint)
  if (restorePoint.from !== undefined) return reason
  // "Before restoring letter.txt" says in one what the title and this line say in two.
  if (isBefore(restorePoint)) return restorePoint.note.replace(/^before (rolling back|restoring)( files)? ?/i, '')
  return restorePoint.note === '' ? '' : reason
}

/** "P17, XPS 13" */
export function whoHas({ snapshots }: RestorePoint, { labelOf }: LaptopNames): string {
  return [...new Set(snapshots.map(({ laptop }) => labelOf(laptop)))].join(', ')
}

/** On which laptop it exists: struck out where one that belongs there is missing. */
export function WhereBadge({
  name,
  restorePoint,
  laptops,
}: {
  readonly name: string
  readonly restorePoint: RestorePoint
  readonly laptops: LaptopNames
}) {
  const label = laptops.labelOf(name)
  if (restorePoint.snapshots.some(({ laptop }) => laptop === name)) return <Badge>{label}</Badge>
  if (restorePoint.from === undefined) return undefined
  const asked = !laptops.missing.some(({ laptop }) => laptop === name)
  return (
    <Badge tone={asked ? 'struck' : 'amber'} title={asked ? texts.notOnAnyMore(label) : texts.notKnownOn(label)}>
      {label}
      <span className="visually-hidden"> {asked ? texts.isMissing : texts.noAnswer}</span>
    </Badge>
  )
}

/** Taken automatically before files were restored or a laptop rolled back. */
const isBefore = ({ reason }: RestorePoint): boolean => reason === 'before-rollback' || reason === 'before-restore'
