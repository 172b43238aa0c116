/** Default programs set by hand on both laptops, as they are now; outside a switch. */
import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import type { DifferingItem } from '../../../../contract/verify-calls.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { captureAlternatives } from '../verbs.ts'
import { compareAlternatives } from './compare-alternatives.ts'
import * as texts from './texts.ts'

export const checkAllAlternatives: FullCheck = async ({ from, to }, last, { signal }) => {
  const [here, there] = await Promise.all([
    from.call(captureAlternatives, { wanted: [] }, { signal }),
    to.call(captureAlternatives, { wanted: [] }, { signal }),
  ])
  const { same, differing, onlyThere } = compareAlternatives(here.chosen, there.chosen)
  const items = differing.map(({ name }): DifferingItem => ({ path: name, differsIn: ['contents'] }))
  const only = onlyThere.map(({ name }): DifferingItem => ({ path: name, differsIn: ['missing'], onlyOn: to.label }))
  const open = last?.open(stepIds.packages) ?? new Set<string>()
  const list = (all: readonly DifferingItem[]) => ({ count: all.length, items: [...all] })
  return {
    ...{ title: texts.title, compared: same + items.length, bytesRead: 0 },
    differs: list(items.filter(({ path }) => !open.has(path))),
    asChosen: list([]),
    notCompared: list([...items.filter(({ path }) => open.has(path)), ...only]),
    ...{ leftOut: [], notes: [] },
  }
}
