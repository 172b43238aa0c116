import type { StateContributor } from '../../../commons/system-state/on-pair/record-step.ts'
import { keyOf, type Capture } from '../model.ts'
import { capturePackages } from '../verbs.ts'

/** packages/HOST.json for both laptops: to read and to compare over time; nothing acts on it. */
export const packagesManifests: StateContributor = {
  async contribute({ from, to }, _answers, { signal }) {
    const [here, there] = await Promise.all([
      from.call(capturePackages, {}, { signal }),
      to.call(capturePackages, {}, { signal }),
    ])
    return { [`packages/${from.name}.json`]: manifestOf(here), [`packages/${to.name}.json`]: manifestOf(there) }
  },
}

/** Sorted, so that a commit shows only what changed. */
export function manifestOf({ packages, units }: Capture): string {
  const entries = packages.map(
    (one) => [keyOf(one), { version: one.version, manual: !one.auto, ...(one.hold ? { hold: true } : {}) }] as const,
  )
  const sorted = entries.sort(([left], [right]) => (left < right ? -1 : 1))
  const manifest = {
    version: 1,
    apt: Object.fromEntries(sorted),
    units: {
      ...{ enabled: units.enabled, masked: units.masked },
      users: { enabled: units.users.enabled, masked: units.users.masked },
    },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
