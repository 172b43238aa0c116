import type { Change } from '../../../../contract/preview.ts'
import type { Snap } from '../model.ts'
import { shownVersion } from './names.ts'
import * as texts from './texts.ts'

export function change(effect: Change['effect'], name: string, detail: string): Change {
  return { effect, name, kind: 'snap', detail }
}

export function installChange(one: Snap): Change {
  const detail = texts.installDetail(shownVersion(one), one.publisher)
  return { ...change('add', one.name, detail), bytes: one.installedBytes }
}
