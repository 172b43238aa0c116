import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import type { DifferingItem } from '../../../../contract/verify-calls.ts'
import type { Program } from '../model.ts'
import { compareUnmanaged, outsideHomes } from './compare-unmanaged.ts'
import * as texts from './texts.ts'

export const checkAllUnmanaged: FullCheck = async ({ from, to }, _last, { signal }) => {
  const { onlyHere, onlyThere } = await compareUnmanaged({ from, to }, { signal })
  const only = (programs: readonly Program[], label: string): DifferingItem[] =>
    outsideHomes(programs).map(({ place }) => ({ path: place, differsIn: ['missing'], onlyOn: label }))
  const items = [...only(onlyHere, from.label), ...only(onlyThere, to.label)]
  const none = { count: 0, items: [] }
  return {
    ...{ title: texts.title, compared: 0, bytesRead: 0, differs: none, asChosen: none },
    notCompared: { count: items.length, items },
    ...{ leftOut: [], notes: [] },
  }
}
