/** What two captures of snaps mean for the receiver. Pure. */
import { keyOfConnection, type Alias, type Connection, type Snap, type SnapCapture } from '../model.ts'

export interface Twins {
  readonly here: Snap
  readonly there: Snap
}

export interface SnapComparison {
  /** Apps that only the sender, or only the receiver, has. */
  readonly missing: readonly Snap[]
  readonly onlyThere: readonly Snap[]
  /** Apps of another revision. */
  readonly differing: readonly Twins[]
  /** On one of the two, or in another revision: what apps are built on, which snapd brings and updates by itself. */
  readonly along: readonly Snap[]
  /** On one of the two, for its hardware. */
  readonly apart: readonly Snap[]
  /** Apps with the same revision on both. */
  readonly same: readonly Twins[]
}

export function compareSnaps(from: SnapCapture, to: SnapCapture): SnapComparison {
  const [here, there] = [byName(from), byName(to)]
  const both = from.snaps.flatMap((one) => pairUp(one, there.get(one.name)))
  const onlyHere = from.snaps.filter(({ name }) => !there.has(name))
  const onlyThere = to.snaps.filter(({ name }) => !here.has(name))
  const isEqual = (twins: Twins) => twins.here.revision === twins.there.revision
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

export interface SnapSettings {
  readonly follow: readonly { readonly name: string; readonly channel: string }[]
  readonly hold: readonly string[]
  readonly disable: readonly string[]
  readonly connections: readonly Connection[]
  readonly aliases: readonly Alias[]
}

/** What snapd follows of a snap that it installs by its revision. */
const usualChannel = 'latest/stable'

/** What was set by hand on the sender for `names`, and is not so on the receiver. What is set on the receiver alone stays. */
export function settingsFor(names: ReadonlySet<string>, from: SnapCapture, to: SnapCapture): SnapSettings {
  const there = byName(to)
  const connected = new Set(to.connections.map(keyOfConnection))
  const known = new Set([...names, ...there.keys(), ''])
  const followed = (name: string) => (there.has(name) ? there.get(name)?.channel : usualChannel)
  const wanted = from.snaps.filter(({ name }) => names.has(name))
  return {
    follow: wanted.flatMap(({ name, channel }) =>
      channel === undefined || channel === followed(name) ? [] : [{ name, channel }],
    ),
    hold: wanted.filter((one) => one.isHeld && there.get(one.name)?.isHeld !== true).map(({ name }) => name),
    disable: wanted.filter((one) => !one.isEnabled && there.get(one.name)?.isEnabled !== false).map(({ name }) => name),
    connections: from.connections.filter(
      (one) => names.has(one.plugSnap) && known.has(one.slotSnap) && !connected.has(keyOfConnection(one)),
    ),
    aliases: from.aliases.filter(
      ({ snap, alias }) => names.has(snap) && !to.aliases.some((other) => other.alias === alias),
    ),
  }
}

function byName({ snaps }: SnapCapture): ReadonlyMap<string, Snap> {
  return new Map(snaps.map((one) => [one.name, one]))
}

function pairUp(here: Snap, there: Snap | undefined): readonly Twins[] {
  return there === undefined ? [] : [{ here, there }]
}

function isApp({ kind }: Snap): boolean {
  return kind === 'app'
}
