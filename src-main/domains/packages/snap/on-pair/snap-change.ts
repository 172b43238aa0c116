import { nameWithArchitecture } from '../../../../contract/package-rule.ts'
import type { Change } from '../../../../contract/preview.ts'
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
export function refusableSnap({ name, kind }: Snap, { architecture }: SnapPlan): Pick<Change, 'refusable'> {
  if (kind !== 'app') return {}
  const named = nameWithArchitecture({ name, architecture })
  return { refusable: { kind: 'snap', name: named, decisions: ['apart', 'never'] } }
}
