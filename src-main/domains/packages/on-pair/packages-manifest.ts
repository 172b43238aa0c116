import type { StateContributor } from '../../../commons/system-state/on-pair/record-step.ts'
import { captureAlternatives } from '../alternatives/verbs.ts'
import type { Flatpak } from '../flatpak/model.ts'
import { captureFlatpaks } from '../flatpak/verbs.ts'
import { withLinksByHand } from '../units-by-hand/on-pair/compare-by-hand.ts'
import { keyOf, type Capture } from '../model.ts'
import type { Snap } from '../snap/model.ts'
import { captureSnaps } from '../snap/verbs.ts'
import { listSources } from '../source-verbs.ts'
import { listedSettings, type Captured } from './history/listed-settings.ts'
import { readCapture } from './read-capture.ts'

/** packages/HOST.json for both laptops: to read and to compare over time; nothing acts on it. */
export const packagesManifests: StateContributor = {
  async contribute({ from, to }, _answers, { signal }) {
    const listed = [from, to].map(async (machine) => {
      const [packages, flatpak, snap, { sources }, { chosen }] = await Promise.all([
        readCapture(machine, { signal }),
        machine.call(captureFlatpaks, {}, { signal }),
        machine.call(captureSnaps, {}, { signal }),
        machine.call(listSources, {}, { signal }),
        machine.call(captureAlternatives, { wanted: [] }, { signal }),
      ])
      return [`packages/${machine.name}.json`, manifestOf(packages, { flatpak, snap, sources, chosen })] as const
    })
    return Object.fromEntries(await Promise.all(listed))
  },
}

/** Sorted, so that a commit shows only what changed. */
export function manifestOf({ packages, units }: Capture, captured: Captured): string {
  const { flatpaks, person } = captured.flatpak
  const { snapd, snaps } = captured.snap
  const entries = packages.map(
    (one) => [keyOf(one), { version: one.version, manual: !one.auto, ...(one.hold ? { hold: true } : {}) }] as const,
  )
  const sorted = entries.sort(([left], [right]) => (left < right ? -1 : 1))
  const manifest = {
    version: 1,
    apt: Object.fromEntries(sorted),
    flatpak: flatpaksOf(flatpaks),
    ...(person.isKnown ? { flatpakInHome: flatpaksOf(person.flatpaks) } : {}),
    // A snapd that does not answer has not lost its snaps.
    ...(snapd === 'silent' ? {} : { snap: snapsOf(snaps) }),
    settings: listedSettings(captured),
    units: {
      ...withLinksByHand(units),
      users: withLinksByHand(units.users),
    },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function flatpaksOf(flatpaks: readonly Flatpak[]) {
  return Object.fromEntries(flatpaks.map(({ ref, version, commit }) => [ref, { version, commit }] as const).sort(byKey))
}

function snapsOf(snaps: readonly Snap[]) {
  return Object.fromEntries(
    snaps
      .map(({ name, version, revision, kind }) => [name, { version, revision, manual: kind === 'app' }] as const)
      .sort(byKey),
  )
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1
}
