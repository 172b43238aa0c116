import type { StateContributor } from '../../../commons/system-state/on-pair/record-step.ts'
import type { Flatpak } from '../flatpak/model.ts'
import { captureFlatpaks } from '../flatpak/verbs.ts'
import { keyOf, type Capture } from '../model.ts'
import { capturePackages } from '../verbs.ts'

/** packages/HOST.json for both laptops: to read and to compare over time; nothing acts on it. */
export const packagesManifests: StateContributor = {
  async contribute({ from, to }, _answers, { signal }) {
    const listed = [from, to].map(async (machine) => {
      const [packages, flatpaks] = await Promise.all([
        machine.call(capturePackages, {}, { signal }),
        machine.call(captureFlatpaks, {}, { signal }),
      ])
      return [`packages/${machine.name}.json`, manifestOf(packages, flatpaks.flatpaks)] as const
    })
    return Object.fromEntries(await Promise.all(listed))
  },
}

/** Sorted, so that a commit shows only what changed. */
export function manifestOf({ packages, units }: Capture, flatpaks: readonly Flatpak[]): string {
  const entries = packages.map(
    (one) => [keyOf(one), { version: one.version, manual: !one.auto, ...(one.hold ? { hold: true } : {}) }] as const,
  )
  const sorted = entries.sort(([left], [right]) => (left < right ? -1 : 1))
  const manifest = {
    version: 1,
    apt: Object.fromEntries(sorted),
    flatpak: Object.fromEntries(
      flatpaks.map(({ ref, version, commit }) => [ref, { version, commit }] as const).sort(byRef),
    ),
    units: {
      ...{ enabled: units.enabled, masked: units.masked },
      users: { enabled: units.users.enabled, masked: units.users.masked },
    },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function byRef([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1
}
