/** Which laptops a moment's snapshots are on, and what they are called. */
import type { Overview } from '../../../src-main/contract/calls.ts'
import type { WireError } from '../../../src-main/contract/wire-error.ts'
import { Badge } from '../../components/badge.tsx'
import type { Moment } from './snapshot-moments.ts'

interface Missing {
  readonly laptop: string
  readonly error: WireError
}

export interface Laptops {
  readonly names: readonly string[]
  readonly labelOf: (name: string) => string
  readonly missing: readonly Missing[]
}

export function laptopsOf(overview: Overview | undefined, missing: readonly Missing[]): Laptops {
  const known = [overview?.here.laptop, overview?.peer?.laptop].filter((laptop) => laptop !== undefined)
  return {
    names: known.map(({ name }) => name),
    labelOf: (name) => known.find((laptop) => laptop.name === name)?.label ?? name,
    missing,
  }
}

export function wayOf({ from, to, reason, snapshots }: Moment, { labelOf }: Laptops): string {
  if (from === undefined || to === undefined)
    return snapshots[0]?.description || (reason === 'manual' ? 'Taken by hand' : 'No switch')
  return `${labelOf(from)} → ${labelOf(to)}`
}

/** On which laptop it exists: struck out where one that belongs there is missing. */
export function WhereBadge({
  name,
  moment,
  laptops,
}: {
  readonly name: string
  readonly moment: Moment
  readonly laptops: Laptops
}) {
  const label = laptops.labelOf(name)
  if (moment.snapshots.some(({ laptop }) => laptop === name)) return <Badge>{label}</Badge>
  if (moment.from === undefined) return undefined
  const asked = !laptops.missing.some(({ laptop }) => laptop === name)
  return (
    <Badge
      tone={asked ? 'struck' : 'amber'}
      title={asked ? `Not on ${label} any more` : `Not known: ${label} did not answer`}
    >
      {label}
      <span className="visually-hidden">{asked ? ' does not have it' : ' did not answer'}</span>
    </Badge>
  )
}
