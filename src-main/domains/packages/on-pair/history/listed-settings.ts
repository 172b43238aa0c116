/** What is set on a laptop besides packages and units, as its list has it. No contents of files, and nothing secret. */
import { createHash } from 'node:crypto'
import type { PackageSetting } from '../../../../contract/packages-history-calls.ts'
import type { Alternative } from '../../alternatives/model.ts'
import type { FlatpakCapture } from '../../flatpak/model.ts'
import { connectionName, type SnapCapture } from '../../snap/model.ts'
import type { PackageSource } from '../../sources-model.ts'

export interface Captured {
  readonly flatpak: FlatpakCapture
  readonly snap: SnapCapture
  readonly sources: readonly PackageSource[]
  /** Default programs that were set by hand. */
  readonly chosen: readonly Alternative[]
}

type Listed = Readonly<Record<string, string>>
export type ListedSettings = Readonly<Partial<Record<PackageSetting, Listed>>>

/** By kind, then by name, sorted. What is only set or not has "" for a value. A snapd that does not answer says nothing. */
export function listedSettings({ flatpak, snap, sources, chosen }: Captured): ListedSettings {
  return {
    'package-source': listOf(sources.map((one) => [one.id, describe(one)])),
    'default-program': listOf(chosen.map(({ name, path }) => [name, path])),
    'flatpak-source': listOf(
      flatpak.remotes.map(({ name, url, keys }) => [
        name,
        [url, ...keys.map(({ fingerprint }) => fingerprint)].filter((word) => word !== '').join(' '),
      ]),
    ),
    ...(flatpak.person.isKnown
      ? { 'flatpak-source-in-home': listOf(flatpak.person.remotes.map(({ name, url }) => [name, url])) }
      : {}),
    'flatpak-mask': listOf(flatpak.masks.map(onlySet)),
    'flatpak-pin': listOf(flatpak.pins.map(onlySet)),
    'flatpak-permissions': listOf(flatpak.overrides.map(({ name, text }) => [name, digestOf(text)])),
    ...(snap.snapd === 'silent' ? {} : snapSettings(snap)),
  }
}

function snapSettings({ snaps, connections, aliases }: SnapCapture): ListedSettings {
  return {
    'snap-channel': listOf(snaps.flatMap(({ name, channel }) => (channel === undefined ? [] : [[name, channel]]))),
    'snap-hold': listOf(snaps.filter(({ isHeld }) => isHeld).map(({ name }) => onlySet(name))),
    'snap-disabled': listOf(snaps.filter(({ isEnabled }) => !isEnabled).map(({ name }) => onlySet(name))),
    'snap-connection': listOf(
      connections.map((one) => [
        `${connectionName(one)} ${one.slotSnap}:${one.slot}`,
        one.isConnected ? 'connected' : 'disconnected',
      ]),
    ),
    'snap-alias': listOf(aliases.map(({ snap, app, alias }) => [alias, `${snap}.${app}`])),
  }
}

function listOf(entries: readonly (readonly [string, string])[]): Listed {
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function onlySet(name: string): readonly [string, string] {
  return [name, '']
}

function describe({ types, components, architectures, keys, hindrance }: PackageSource): string {
  const fingerprints = keys.map(({ fingerprint }) => fingerprint)
  return [
    ...types,
    ...components,
    ...architectures,
    ...fingerprints,
    ...(hindrance === undefined ? [] : [hindrance]),
  ].join(' ')
}

/** Tells whether it changed, and not what it is. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
