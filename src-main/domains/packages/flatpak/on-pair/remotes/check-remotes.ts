import type { PackageRule } from '../../../../../contract/package-rule.ts'
import type { DifferingItem } from '../../../../../contract/verify-calls.ts'
import type { Pair } from '../../../../../switch/step.ts'
import type { FlatpakCapture, Remote } from '../../model.ts'
import { addressOf } from '../names.ts'
import { compareRemotes } from './compare-remotes.ts'
import { isSourceApart } from './plan-remotes.ts'

interface CheckedRemotes {
  readonly same: number
  /** A source is added when the person says so, each time: what differs otherwise, nobody has decided. */
  readonly apart: readonly DifferingItem[]
  /** Left so by a rule. */
  readonly ruled: readonly DifferingItem[]
}

/** The sources of Flatpak apps of both laptops, by their addresses. */
export function checkRemotes(
  pair: Pair,
  here: FlatpakCapture,
  there: FlatpakCapture,
  rules: readonly PackageRule[],
): CheckedRemotes {
  const { same, differing, onlyHere, onlyThere } = compareRemotes(here, there)
  const itemOf = (one: Remote, more: Omit<DifferingItem, 'path'>) => ({
    item: { path: addressOf(one), ...more },
    isRuled: isSourceApart(rules, one),
  })
  const items = [
    ...differing.map((one) => itemOf(one.here, { differsIn: ['contents'] })),
    ...onlyHere.map((one) => itemOf(one, { differsIn: ['missing'], onlyOn: pair.from.label })),
    ...onlyThere.map((one) => itemOf(one, { differsIn: ['missing'], onlyOn: pair.to.label })),
  ]
  return {
    same: same.length,
    apart: items.flatMap(({ item, isRuled }) => (isRuled ? [] : [item])),
    ruled: items.flatMap(({ item, isRuled }) => (isRuled ? [item] : [])),
  }
}
