/** Default programs set by hand on both laptops, as they are now; outside a switch. */
import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import { staysApart, type PackageRule } from '../../../../contract/package-rule.ts'
import type { DifferingItem } from '../../../../contract/verify-calls.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { compareAlternatives } from './compare-alternatives.ts'
import { bothCaptures, decisionAbout } from './probe-alternatives.ts'
import * as texts from './texts.ts'

export function checkAllAlternatives(readRules: () => Promise<readonly PackageRule[]>): FullCheck {
  return async (pair, last, { signal }) => {
    const [[here, there], rules] = await Promise.all([bothCaptures(pair, { signal }), readRules()])
    const { same, differing, automaticHere, onlyThere } = compareAlternatives(here, there)
    const items = [...differing, ...automaticHere].map(({ name }): DifferingItem => ({
      path: name,
      differsIn: ['contents'],
    }))
    const only = onlyThere.map(({ name }): DifferingItem => ({
      path: name,
      differsIn: ['missing'],
      onlyOn: pair.to.label,
    }))
    const [chosen, open] = [last?.chosen(stepIds.packages), last?.open(stepIds.packages)]
    const isChosen = ({ path }: DifferingItem) => chosen?.has(path) === true || staysApart(decisionAbout(rules, path))
    const isOpen = ({ path }: DifferingItem) => open?.has(path) === true
    const list = (all: readonly DifferingItem[]) => ({ count: all.length, items: [...all] })
    return {
      ...{ title: texts.title, compared: same.length + items.length, bytesRead: 0 },
      differs: list(items.filter((one) => !isChosen(one) && !isOpen(one))),
      asChosen: list(items.filter(isChosen)),
      notCompared: list([...items.filter((one) => isOpen(one) && !isChosen(one)), ...only]),
      ...{ leftOut: [], notes: [] },
    }
  }
}
