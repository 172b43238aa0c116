import { nameWithArchitecture, type Refusable } from '../../../../contract/package-rule.ts'
import { keyOfPackage } from '../../../../contract/packages-key.ts'
import type { Change } from '../../../../contract/preview.ts'
import { refusable } from '../../on-pair/later/left-for-later.ts'
import { type Snap, shownVersion } from '../model.ts'
import type { SnapPlan } from './snap-plan.ts'
import * as texts from './texts.ts'

export function change(effect: Change['effect'], name: string, detail: string): Change {
  return { effect, name, kind: 'snap', detail }
}

type InPlan = Pick<SnapPlan, 'architecture'>

export function snapChange(
  effect: Change['effect'],
  { name }: Pick<Snap, 'name'>,
  detail: string,
  plan: InPlan,
): Change {
  return { ...change(effect, name, detail), listedAs: keyOfSnap(name, plan) }
}

export function keyOfSnap(name: string, { architecture }: InPlan): string {
  return keyOfPackage({ manager: 'snap', name, architecture })
}

export function installChange(one: Snap, plan: InPlan): Change {
  const detail = texts.installDetail(shownVersion(one), one.publisher)
  return { ...snapChange('add', one, detail, plan), bytes: one.installedBytes }
}

/** What others build on comes with them, whatever is decided about it alone. */
export function refusableSnap(one: Snap, { architecture }: InPlan): Pick<Change, 'refusable'> {
  if (one.kind !== 'app') return {}
  return { refusable: refusable(targetOf(one, architecture), ['apart', 'never']) }
}

/** As a rule names it. */
export function targetOf({ name }: Pick<Snap, 'name'>, architecture: string): Pick<Refusable, 'kind' | 'name'> {
  return { kind: 'snap', name: nameWithArchitecture({ name, architecture }) }
}
