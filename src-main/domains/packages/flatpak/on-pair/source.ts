import { createHash } from 'node:crypto'
import type { DoctorCheck } from '../../../../commons/capability/app-capability.ts'
import type { ComparedPackage, PackageDifference } from '../../../../contract/packages-calls.ts'
import type { ComparedOther, SettingValue } from '../../../../contract/packages-others.ts'
import { anyStep } from '../../../../switch/any-step.ts'
import type { Pair } from '../../../../switch/step.ts'
import { type ProgramSource, type Listed, byKey, onlySet } from '../../on-pair/programs/program-source.ts'
import { settingsSideBySide } from '../../on-pair/programs/settings-side-by-side.ts'
import { neededByOn } from '../../on-pair/side-by-side.ts'
import { type FlatpakCapture, type Flatpak, partsOf, packageName, shownVersion } from '../model.ts'
import { captureFlatpaks } from '../verbs.ts'
import { checkAllFlatpaks } from './check-flatpaks.ts'
import { differingIn, isApp, isOfLaptop, type FlatpakTwins } from './compare-flatpaks.ts'
import { createFlatpakStep } from './flatpak-step.ts'
import { bothCaptures, newerHere } from './probe-flatpaks.ts'
import { compareFlatpakSources } from './remotes/side-by-side.ts'
import { doctor } from './texts.ts'

export const flatpakSource: ProgramSource = {
  key: 'flatpak',
  createStep: (info, { readLines }) => anyStep(createFlatpakStep(info, readLines)),
  createCheck: checkAllFlatpaks,
  async compare(pair) {
    const captures = bothCaptures(pair, {})
    const [packages, sources, [here, there]] = await Promise.all([
      compareFlatpakApps(pair, captures),
      compareFlatpakSources(pair, captures),
      Promise.all(captures),
    ])
    return { packages, others: [...sources, ...compareFlatpakSettings(here, there)] }
  },
  list: async (machine, options) => listedFlatpaks(await machine.call(captureFlatpaks, {}, options)),
}

/** What is set by hand for Flatpak on both laptops, for everybody, as one list. */
export function compareFlatpakSettings(here: FlatpakCapture, there: FlatpakCapture): ComparedOther[] {
  const names = (of: (capture: FlatpakCapture) => readonly string[]) =>
    [byKey(of(here).map(onlySet)), byKey(of(there).map(onlySet))] as const
  const texts = ({ overrides }: FlatpakCapture) => byKey(overrides.map(({ name, text }) => [name, text]))
  return [
    ...settingsSideBySide('flatpak-mask', ...names(({ masks }) => masks)),
    ...settingsSideBySide('flatpak-pin', ...names(({ pins }) => pins)),
    ...settingsSideBySide('flatpak-permissions', texts(here), texts(there), tellPermissions),
  ]
}

/** As flatpak-metadata(5) has them: "filesystems=home;". A value that an app is given in its environment may be a password. */
export function tellPermissions(text: string): SettingValue {
  let group = ''
  const lines = text.split('\n').flatMap((line) => {
    const title = /^\[(.*)\]$/.exec(line.trim())?.[1]
    if (title !== undefined) group = title
    if (title !== undefined || line.trim() === '' || line.startsWith('#')) return []
    if (group === 'Environment') return [`Environment: ${line.replace(/=.*$/, '')}`]
    return [group === 'Context' ? line : `${group}: ${line}`]
  })
  return { kind: 'lines', lines, more: 0 }
}

/** What the list of a laptop in ~/system-state tells of Flatpak. */
export function listedFlatpaks({
  flatpaks: installed,
  remotes,
  masks,
  pins,
  overrides,
  person,
}: FlatpakCapture): Listed {
  const sources = remotes.map(({ name, url, keys }) => {
    const words = [url, ...keys.map(({ fingerprint }) => fingerprint)].filter((word) => word !== '')
    return [name, words.join(' ')] as const
  })
  return {
    apps: { flatpak: versionsOf(installed), ...(person.isKnown && { flatpakInHome: versionsOf(person.flatpaks) }) },
    settings: {
      'flatpak-source': byKey(sources),
      ...(person.isKnown && { 'flatpak-source-in-home': byKey(person.remotes.map(({ name, url }) => [name, url])) }),
      'flatpak-mask': byKey(masks.map(onlySet)),
      'flatpak-pin': byKey(pins.map(onlySet)),
      'flatpak-permissions': byKey(overrides.map(({ name, text }) => [name, digestOf(text)])),
    },
  }
}

function versionsOf(all: readonly Flatpak[]) {
  return byKey(all.map(({ ref, version, commit }) => [ref, { version, commit }]))
}

/** Tells whether it changed, and not what it is. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Whether Flatpak apps can be copied from and to a laptop. Nothing where it has no Flatpak. */
export const checkOstree: DoctorCheck = async (machine) => {
  const { isInstalled, hasOstree } = await machine.call(captureFlatpaks, {})
  const item = { laptop: machine.label, title: doctor.title }
  if (!isInstalled) return []
  if (hasOstree) return [{ ...item, verdict: 'passed', text: doctor.passed }]
  return [{ ...item, verdict: 'warning', ...doctor.lacking(machine.label) }]
}

/**
 * The Flatpak apps and runtimes of two captures as one list, as packages are compared. Those for everybody, then
 * those that the person has in their home folder.
 */
export async function compareFlatpakApps(pair: Pair, captures = bothCaptures(pair, {})): Promise<ComparedPackage[]> {
  const [here, there] = await Promise.all(captures)
  const lists = await Promise.all([
    compareLists(pair, everybodysOf(here), everybodysOf(there)),
    compareLists(pair, personsOf(here), personsOf(there)),
  ])
  return lists.flat()
}

/** What one laptop has, for everybody or for the person. */
interface List {
  readonly scope: ComparedPackage['scope']
  readonly flatpaks: readonly Flatpak[]
  /** Runtimes that stay though no app needs them. */
  readonly pins: readonly string[]
  readonly neededBy: (ref: string) => ComparedPackage['neededBy']
}

/** What is there for everybody serves the apps of the person, too. */
function everybodysOf({ flatpaks, pins, person }: FlatpakCapture): List {
  return { scope: undefined, flatpaks, pins, neededBy: neededByApps([...flatpaks, ...person.flatpaks]) }
}

function personsOf({ person: { flatpaks } }: FlatpakCapture): List {
  return { scope: 'person', flatpaks, pins: [], neededBy: neededByApps(flatpaks) }
}

function neededByApps(flatpaks: readonly Flatpak[]): List['neededBy'] {
  return neededByOn(flatpaks.map(({ ref, runtime }) => ({ name: packageName(ref), needs: [runtime] })))
}

async function compareLists(pair: Pair, here: List, there: List): Promise<ComparedPackage[]> {
  const { scope } = here
  const isNewer = await newerHere(pair, differingIn(here.flatpaks, there.flatpaks), {}, scope)
  const refs = new Set([...here.flatpaks, ...there.flatpaks].map(({ ref }) => ref))
  return [...refs].flatMap((ref) => {
    const [one, other] = [here, there].map(({ flatpaks }) => flatpaks.find((flatpak) => flatpak.ref === ref))
    const known = one ?? other
    if (known === undefined) return []
    return [
      {
        ...{ manager: 'flatpak' as const, name: packageName(ref), architecture: partsOf(ref).arch },
        ...(scope === undefined ? {} : { scope }),
        ...{ summary: known.title, installedBytes: known.installedBytes },
        difference: differenceOf(one, other, isNewer),
        ...(one === undefined ? {} : { here: shown(one, here) }),
        ...(other === undefined ? {} : { there: shown(other, there) }),
        ...(isOfLaptop(ref) && scope === undefined ? { apart: 'hardware' as const } : {}),
        neededBy: (one === undefined ? there : here).neededBy(ref),
      },
    ]
  })
}

function shown(one: Flatpak, { pins }: List): NonNullable<ComparedPackage['here']> {
  const auto = !isApp(one.ref) && !pins.includes(one.ref)
  return { version: shownVersion(one), auto, held: false, origin: one.origin }
}

function differenceOf(
  one: Flatpak | undefined,
  other: Flatpak | undefined,
  isNewer: (twins: FlatpakTwins) => boolean,
): PackageDifference {
  if (one === undefined || other === undefined) return one === undefined ? 'only-there' : 'only-here'
  if (one.commit === other.commit) return 'same'
  return isNewer({ here: one, there: other }) ? 'newer-here' : 'older-here'
}
