import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import type { DifferingItem } from '../../../../contract/verify-calls.ts'
import { compareUnmanaged } from './unmanaged-step.ts'
import * as texts from './texts.ts'

export const checkAllUnmanaged: FullCheck = async ({ from, to }, _last, { signal }) => {
  const { onlyHere, onlyThere } = await compareUnmanaged({ from, to }, { signal })
  const only = (places: readonly string[], label: string): DifferingItem[] =>
    places.map((path) => ({ path, differsIn: ['missing'], onlyOn: label }))
  const items = [...only(onlyHere, from.label), ...only(onlyThere, to.label)]
  const none = { count: 0, items: [] }
  return {
    ...{ title: texts.title, compared: 0, bytesRead: 0, differs: none, asChosen: none },
    notCompared: { count: items.length, items },
    ...{ leftOut: [], notes: [] },
  }
}
