/** What becomes of a place now, beside what is known of it. */
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { placeState } from '../../../src-main/contract/copies-words.ts'
import type { JobRun, JobView } from '../../../src-main/contract/jobs-calls.ts'

type Running = Extract<JobRun['state'], { readonly kind: 'running' }>

export type WorkAtPlace =
  | { readonly kind: 'none' }
  /** The job of its laptop is here now. */
  | { readonly kind: 'running'; readonly state: Running }
  | { readonly kind: 'failed'; readonly work: Extract<PlaceView['work'], { readonly kind: 'failed' }> }
  /** The job was here, and is gone. */
  | { readonly kind: 'interrupted' }

export interface ShownPlace {
  readonly place: PlaceView
  /** Of its laptop; a registry has none. */
  readonly job: JobView | undefined
  readonly at: WorkAtPlace
  /** How many versions of bundles are known to be there. */
  readonly bundles: number
}

export function workAt({ work }: Pick<PlaceView, 'work'>, job: JobView | undefined): WorkAtPlace {
  if (work === undefined) return { kind: 'none' }
  if (work.kind === 'failed') return { kind: 'failed', work }
  const run = job?.last
  if (run?.state.kind !== 'running') return { kind: run === undefined ? 'none' : 'interrupted' }
  return work.at >= run.startedAt ? { kind: 'running', state: run.state } : { kind: 'interrupted' }
}

/** What a person should do something about. One that is worked at has nothing yet. */
export function needsAttention(
  { place, at }: Pick<ShownPlace, 'place' | 'at'>,
  labelOf: (host: string) => string,
  nowMs: number,
): boolean {
  if (place.sheet === 'to-do') return true
  if (at.kind === 'running') return false
  return at.kind !== 'none' || placeState(place, labelOf, nowMs).tone !== 'good'
}
