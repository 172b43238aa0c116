import { nameWithArchitecture, type Refusable } from '../../../../contract/package-rule.ts'
import type { Change } from '../../../../contract/preview.ts'
import { refusable } from '../../on-pair/later/left-for-later.ts'
import type { Snap } from '../model.ts'
import { shownVersion } from './names.ts'
import type { SnapPlan } from './snap-plan.ts'
import * as texts from './texts.ts'

export function change(effect: Change['effect'], name: string, detail: string): Change {
  return { effect, name, kind: 'snap', detail }
}

export function installChange(one: Snap): Change {
  const detail = texts.installDetail(shownVersion(one), one.publisher)
  return { ...change('add', one.name, detail), bytes: one.installedBytes }
}

/** What others build on comes with them, whatever is decided about it alone. */
export function refusableSnap(one: Snap, { architecture }: Pick<SnapPlan, 'architecture'>): Pick<Change, 'refusable'> {
  if (one.kind !== 'app') return {}
  return { refusable: refusable(targetOf(one, architecture), ['apart', 'never']) }
}

/** As a rule names it. */
export function targetOf({ name }: Pick<Snap, 'name'>, architecture: string): Pick<Refusable, 'kind' | 'name'> {
  return { kind: 'snap', name: nameWithArchitecture({ name, architecture }) }
}
