import { nameWithArchitecture, type Refusable } from '../../../../contract/package-rule.ts'
import type { Change } from '../../../../contract/preview.ts'
import { partsOf, type Flatpak } from '../model.ts'
import type { FlatpakPlan } from './flatpak-plan.ts'
import { nameOf } from './names.ts'
import * as texts from './texts.ts'

export function change(effect: Change['effect'], name: string, detail: string): Change {
  return { effect, name, kind: 'flatpak', detail }
}

export function installChange(one: FlatpakPlan['install'][number]): Change {
  const detail = texts.installDetail(one.version, one.remote)
  return { ...change('add', nameOf(one), detail), bytes: one.installedBytes }
}

/** A runtime comes with the apps that need it, whatever is decided about it alone. */
export function refusableApp(
  { ref }: Pick<Flatpak, 'ref'>,
  decisions: Refusable['decisions'],
): Pick<Change, 'refusable'> {
  const { kind, id, arch } = partsOf(ref)
  if (kind !== 'app') return {}
  return { refusable: { kind: 'flatpak', name: nameWithArchitecture({ name: id, architecture: arch }), decisions } }
}
