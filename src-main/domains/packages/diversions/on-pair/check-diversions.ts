import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import type { DifferingItem } from '../../../../contract/verify-calls.ts'
import type { Diversion } from '../verbs.ts'
import { compareDiversions, shown } from './compare-diversions.ts'
import * as texts from './texts.ts'

export const checkAllDiversions: FullCheck = async ({ from, to }, _last, { signal }) => {
  const { onlyHere, onlyThere } = await compareDiversions({ from, to }, { signal })
  const only = (all: readonly Diversion[], label: string): DifferingItem[] =>
    all.map((one) => ({ path: shown(one), differsIn: ['missing'], onlyOn: label }))
  const items = [...only(onlyHere, from.label), ...only(onlyThere, to.label)]
  const none = { count: 0, items: [] }
  return {
    ...{ title: texts.title, compared: 0, bytesRead: 0, differs: none, asChosen: none },
    notCompared: { count: items.length, items },
    ...{ leftOut: [], notes: [] },
  }
}
