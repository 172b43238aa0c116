import type { StateContributor } from '../../../commons/system-state/on-pair/record-step.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { withLinksByHand } from '../told/on-pair/compare-by-hand.ts'
import { keyOf, type Capture } from '../model.ts'
import { listSources } from '../source-verbs.ts'
import type { PackageSource } from '../sources-model.ts'
import { programSources } from './all-programs.ts'
import { type Listed, byKey } from './programs/program-source.ts'
import { readCapture } from './read-capture.ts'

/** packages/HOST.json for both laptops: to read and to compare over time; nothing acts on it. */
export const packagesManifests: StateContributor = {
  async contribute({ from, to }, _answers, { signal }) {
    const listed = [from, to].map(
      async (machine) => [`packages/${machine.name}.json`, await listAll(machine, { signal })] as const,
    )
    return Object.fromEntries(await Promise.all(listed))
  },
}

async function listAll(machine: Machine, options: CallOptions): Promise<string> {
  const [capture, { sources }, ...listed] = await Promise.all([
    readCapture(machine, options),
    machine.call(listSources, {}, options),
    ...programSources.flatMap(({ list }) => list?.(machine, options) ?? []),
  ])
  return manifestOf(capture, sources, listed)
}

/** Sorted, so that a commit shows only what changed. */
export function manifestOf(
  { packages, units }: Capture,
  sources: readonly PackageSource[],
  listed: readonly Listed[],
): string {
  const manifest = {
    version: 1,
    apt: byKey(
      packages.map((one) => [
        keyOf(one),
        { version: one.version, manual: !one.auto, ...(one.hold ? { hold: true } : {}) },
      ]),
    ),
    ...Object.fromEntries(listed.flatMap(({ apps }) => Object.entries(apps))),
    settings: {
      'package-source': listedSources(sources),
      ...Object.fromEntries(listed.flatMap(({ settings }) => Object.entries(settings))),
    },
    units: {
      ...withLinksByHand(units),
      users: withLinksByHand(units.users),
    },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function listedSources(sources: readonly PackageSource[]): Readonly<Record<string, string>> {
  return byKey(sources.map((one) => [one.id, describe(one)]))
}

/** The name of one of the distribution's says nothing of its mirror. */
function describe(source: PackageSource): string {
  const { uri, types, components, architectures, keys, hindrance, distribution } = source
  const fingerprints = keys.map(({ fingerprint }) => fingerprint)
  return [
    ...(distribution === undefined ? [] : [uri]),
    ...types,
    ...components,
    ...architectures,
    ...fingerprints,
    ...(hindrance === undefined ? [] : [hindrance]),
  ].join(' ')
}
