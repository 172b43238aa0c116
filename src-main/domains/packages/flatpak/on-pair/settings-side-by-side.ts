/** What is set by hand for Flatpak on both laptops, for everybody, as one list. Pure. */
import type { ComparedOther, SettingValue } from '../../../../contract/packages-others.ts'
import { byKey, onlySet } from '../../on-pair/programs/listed-apps.ts'
import { settingsSideBySide } from '../../on-pair/programs/settings-side-by-side.ts'
import type { FlatpakCapture } from '../model.ts'

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
