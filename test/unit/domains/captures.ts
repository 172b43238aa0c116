/** Packages as a laptop lists them, of which a test says only what it is about. */
import { listedAlternatives } from '../../../src-main/domains/packages/alternatives/on-pair/source.ts'
import type { Alternative } from '../../../src-main/domains/packages/alternatives/verbs.ts'
import type { FlatpakCapture } from '../../../src-main/domains/packages/flatpak/model.ts'
import { listedFlatpaks } from '../../../src-main/domains/packages/flatpak/on-pair/source.ts'
import { manifestOf } from '../../../src-main/domains/packages/on-pair/packages-manifest.ts'
import type { PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import type { PersonRules } from '../../../src-main/domains/packages/on-pair/probe-packages.ts'
import type { PackageSource, PackageSources } from '../../../src-main/domains/packages/sources-model.ts'
import type { Capture, InstalledPackage, PackageUnits } from '../../../src-main/domains/packages/model.ts'
import type { SnapCapture } from '../../../src-main/domains/packages/snap/model.ts'
import { listedSnaps } from '../../../src-main/domains/packages/snap/on-pair/source.ts'
import { capture } from './flatpak-captures.ts'

export function installed(name: string, more: Partial<InstalledPackage> = {}): InstalledPackage {
  return {
    ...{
      name,
      version: '1.0',
      arch: 'amd64',
      auto: false,
      hold: false,
      torn: false,
      essential: false,
      needs: [],
      recommends: [],
    },
    ...{ installedBytes: 0, summary: '' },
    ...more,
  }
}

/** Nothing starts for the person alone, and all was done that was to be. */
export const unremarkable = {
  ...{ homeUnits: [], heldAbsent: [], failed: [], unitFailures: [], lastMarks: { fingerprints: {} } },
} satisfies Partial<Capture>

export const captureOf = (packages: readonly InstalledPackage[], more: Partial<Capture> = {}): Capture => ({
  ...{ nativeArch: 'amd64', architectures: ['amd64'], own: [], ...unremarkable, packages: [...packages] },
  ...{ units: noUnits, health: { kind: 'healthy' } },
  ...more,
})

export interface Captured {
  readonly flatpak: FlatpakCapture
  readonly snap: SnapCapture
  readonly sources: readonly PackageSource[]
  readonly chosen: readonly Alternative[]
}

/** Of no other source of programs, and with nothing set. */
export const noApps: Captured = {
  flatpak: capture({}),
  snap: {
    ...{ snapd: 'there', architecture: 'amd64', takesClassic: true },
    ...{ snaps: [], connections: [], aliases: [], failures: [] },
    room: { freeBytes: 1e12, fileSystem: 'disk' },
  },
  ...{ sources: [], chosen: [] },
}

export function manifestWith(packages: Capture, { flatpak, snap, sources, chosen }: Captured): string {
  return manifestOf(packages, sources, [listedFlatpaks(flatpak), listedSnaps(snap), listedAlternatives(chosen)])
}

/** Nothing that a package brought for every user. */
export const noneOfUsers: PackageUnits['users'] = {
  files: [],
  local: [],
  static: [],
  enabled: [],
  masked: [],
  byHand: [],
}
export const noUnits: PackageUnits = { ...noneOfUsers, startsInto: 'graphical.target', users: noneOfUsers }

/** Of a laptop that has its distribution's archive alone. */
export const noSources: PackageSources = {
  release: { id: 'debian', codename: 'trixie', title: 'Debian GNU/Linux 13 (trixie)' },
  ...{ isReadable: true, sources: [], broken: [] },
}

/** For whatever may come. */
export const muchRoom = {
  system: { freeBytes: 1e12, fileSystem: 'disk' },
  archives: { freeBytes: 1e12, fileSystem: 'disk', heldBytes: 0 },
}

export const noRules: PersonRules = { rules: [], hasAptRule: () => false }

export function sourceAt(name: string, more: Partial<PackageSource> = {}): PackageSource {
  const uri = `https://${name}.example`
  return {
    ...{ id: `${uri} stable`, uri, suite: 'stable', types: ['deb'], components: ['main'], architectures: [] },
    ...{ files: [`sources.list.d/${name}.sources`] },
    keys: [{ fingerprint: 'A'.repeat(40), owner: `Owner of ${name}` }],
    ...more,
  }
}

/** Of Debian: the suite that is `named` first, with the components that follow it. */
export function archiveAt(uri: string, named: string, more: Partial<PackageSource> = {}): PackageSource {
  const [suite = '', ...components] = named.split(' ')
  const place = { id: `Debian ${suite}`, uri, suite, components, distribution: 'Debian' }
  return sourceAt('debian', { ...place, files: ['sources.list'], ...more })
}

/** That has nothing to do. */
export const noPackagesPlan: PackagesPlan = {
  ...{ install: [], actions: [], architectures: [], rejected: [], triedAgain: [], removals: [], staying: [] },
  ...{ sources: [], sourcesTold: [], sourcesDiffering: [], unreadableSources: {}, keptSources: [] },
  ...{ files: [], withoutFile: [], neededInRepairs: [] },
  ...{ kept: [], later: [], leftNotSetUp: [], never: [], both: [], keptUnits: [], unitsForBoth: [] },
  ...{
    newer: [],
    held: [],
    marks: [],
    marksThere: [],
    units: [],
    homeUnits: [],
    masksBefore: [],
    arriving: [],
    failedBefore: [],
  },
  ...{
    ofHardware: [],
    bySnap: [],
    ofOwn: [],
    downloadBytes: 0,
    rooms: [],
    health: { from: { kind: 'healthy' }, to: { kind: 'healthy' } },
  },
}
