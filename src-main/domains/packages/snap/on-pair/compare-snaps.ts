/** What two captures of snaps mean for the receiver. Pure. */
import type { Snap, SnapCapture } from '../model.ts'

export interface SnapTwins {
  readonly here: Snap
  readonly there: Snap
}

export interface SnapComparison {
  /** Apps that only the sender, or only the receiver, has. */
  readonly missing: readonly Snap[]
  readonly onlyThere: readonly Snap[]
  /** Apps of another revision. */
  readonly differing: readonly SnapTwins[]
  /** On one of the two, or in another revision: what apps are built on, which snapd brings and updates by itself. */
  readonly along: readonly Snap[]
  /** On one of the two, for its hardware. */
  readonly apart: readonly Snap[]
  /** Apps with the same revision on both. */
  readonly same: readonly SnapTwins[]
}

export function compareSnaps(from: SnapCapture, to: SnapCapture): SnapComparison {
  const [here, there] = [byName(from), byName(to)]
  const both = from.snaps.flatMap((one) => pairUp(one, there.get(one.name)))
  const onlyHere = from.snaps.filter(({ name }) => !there.has(name))
  const onlyThere = to.snaps.filter(({ name }) => !here.has(name))
  const isEqual = (twins: SnapTwins) => twins.here.revision === twins.there.revision
  const apps = both.filter((twins) => twins.here.kind === 'app')
  const others = [
    ...[...onlyHere, ...onlyThere].filter(({ kind }) => kind !== 'app'),
    ...both.filter((twins) => twins.here.kind !== 'app' && !isEqual(twins)).map((twins) => twins.here),
  ]
  return {
    missing: onlyHere.filter(isApp),
    onlyThere: onlyThere.filter(isApp),
    differing: apps.filter((twins) => !isEqual(twins)),
    along: others.filter(({ kind }) => kind === 'base'),
    apart: others.filter(({ kind }) => kind === 'machine'),
    same: apps.filter(isEqual),
  }
}

/** Apps, of whatever revision. */
export function namesOnBoth({ same, differing }: Pick<SnapComparison, 'same' | 'differing'>): ReadonlySet<string> {
  return new Set([...same, ...differing].map(({ here }) => here.name))
}

function byName({ snaps }: SnapCapture): ReadonlyMap<string, Snap> {
  return new Map(snaps.map((one) => [one.name, one]))
}

function pairUp(here: Snap, there: Snap | undefined): readonly SnapTwins[] {
  return there === undefined ? [] : [{ here, there }]
}

function isApp({ kind }: Snap): boolean {
  return kind === 'app'
}
