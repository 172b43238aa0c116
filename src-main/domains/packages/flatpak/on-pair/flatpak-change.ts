import { nameWithArchitecture, type Refusable } from '../../../../contract/package-rule.ts'
import { keyOfPackage, otherKeys } from '../../../../contract/packages-key.ts'
import type { Change } from '../../../../contract/preview.ts'
import { refusable } from '../../on-pair/later/left-for-later.ts'
import { partsOf, type Flatpak, type Remote, addressOf, nameOf, packageName } from '../model.ts'
import { isApp } from './compare-flatpaks.ts'
import type { FlatpakPlan } from './flatpak-plan.ts'
import * as texts from './texts.ts'

export function change(effect: Change['effect'], name: string, detail: string): Change {
  return { effect, name, kind: 'flatpak', detail }
}

export function appChange(effect: Change['effect'], one: Pick<Flatpak, 'ref' | 'title'>, detail: string): Change {
  return { ...change(effect, nameOf(one), detail), listedAs: keyOfApp(one) }
}

export function keyOfApp({ ref }: Pick<Flatpak, 'ref'>): string {
  return keyOfPackage({ manager: 'flatpak', name: packageName(ref), architecture: partsOf(ref).arch })
}

export function keyOfRemote(remote: Pick<Remote, 'url'>): string {
  return otherKeys.source('flatpak', addressOf(remote))
}

export function installChange(one: FlatpakPlan['install'][number]): Change {
  const detail = texts.installDetail(one.version, one.remote)
  return { ...appChange('add', one, detail), bytes: one.installedBytes }
}

/** A runtime comes with the apps that need it, whatever is decided about it alone. */
export function refusableApp(
  { ref }: Pick<Flatpak, 'ref'>,
  decisions: Refusable['decisions'],
): Pick<Change, 'refusable'> {
  if (!isApp(ref)) return {}
  return { refusable: refusable(targetOf({ ref }), decisions) }
}

/** As a rule names it, whatever its branch is. */
export function targetOf({ ref }: Pick<Flatpak, 'ref'>): Pick<Refusable, 'kind' | 'name'> {
  const { id, arch } = partsOf(ref)
  return { kind: 'flatpak', name: nameWithArchitecture({ name: id, architecture: arch }) }
}
