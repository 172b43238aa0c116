import { createHash } from 'node:crypto'
import type { DoctorCheck } from '../../../../commons/capability/app-capability.ts'
import type { ComparedOther, SettingValue } from '../../../../contract/packages-others.ts'
import { anyStep } from '../../../../switch/any-step.ts'
import { type ProgramSource, type Listed, byKey, onlySet } from '../../on-pair/programs/program-source.ts'
import { settingsSideBySide } from '../../on-pair/programs/settings-side-by-side.ts'
import type { FlatpakCapture, Flatpak } from '../model.ts'
import { captureFlatpaks } from '../verbs.ts'
import { checkAllFlatpaks } from './check-flatpaks.ts'
import { createFlatpakStep } from './flatpak-step.ts'
import { bothCaptures } from './probe-flatpaks.ts'
import { compareFlatpakSources } from './remotes/side-by-side.ts'
import { compareFlatpakApps } from './side-by-side.ts'
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
