/** Settings of apt and of services in /etc of both laptops as one list; what is on both as packages put it there is none. */
import type { ComparedOther, SettingValue } from '../../../../contract/packages-others.ts'
import type { Pair } from '../../../../switch/step.ts'
import { comparedSetting } from '../../on-pair/programs/settings-side-by-side.ts'
import { listEtcSettings, type SettingsFile } from '../verbs.ts'
import { byPath, compareSettings, topicOf } from './compare-settings.ts'

export async function compareEtcSettings({ from, to }: Pair): Promise<ComparedOther[]> {
  const asked = { withText: true }
  const [here, there] = await Promise.all([from.call(listEtcSettings, asked), to.call(listEtcSettings, asked)])
  return settingsOf(here.files, there.files)
}

function settingsOf(from: readonly SettingsFile[], to: readonly SettingsFile[]): ComparedOther[] {
  const [here, there] = [byPath(from), byPath(to)]
  const differing = new Set(compareSettings(from, to).map(({ path }) => path))
  const own = from.filter(({ path, isShipped }) => !isShipped && there.has(path)).map(({ path }) => path)
  return [...new Set([...differing, ...own])].flatMap((path) => {
    const [one, other] = [here.get(path), there.get(path)]
    const known = one ?? other
    if (known === undefined) return []
    return comparedSetting(
      { topic: topicOf(known), name: `/etc/${path}`, isSame: !differing.has(path) },
      { here: one && valueOf(one), there: other && valueOf(other) },
    )
  })
}

function valueOf({ text }: SettingsFile): SettingValue {
  return text === undefined ? { kind: 'hidden' } : { kind: 'lines', ...text }
}
