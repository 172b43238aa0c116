import type { Change } from '../../../../contract/preview.ts'
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
