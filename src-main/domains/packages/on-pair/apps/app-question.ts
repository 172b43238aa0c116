import type { Choice, PreviewBlock, Change } from '../../../../contract/preview.ts'
import { stepIds } from '../../../../contract/step-ids.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import { keepAlwaysChoice, type AskedRule } from '../rules/asked-rule.ts'
import type { Pair } from '../../../../switch/step.ts'
import * as texts from './texts.ts'

/** Of each question about an app: it is ticked, or left as it is. */
export const tickQuestion = {
  stepId: stepIds.packages,
  pageId: wizardPages.packages.id,
  form: 'tick',
  required: false,
  secret: false,
  canLook: false,
} as const

/** `effect`: what is lost with it, and what stays. */
export function removalChoices({ from, to }: Pair, rule: AskedRule, effect: string): Choice[] {
  return [
    { id: 'keep', ...texts.removal.keep(to.label), meaning: 'keep', bulk: true },
    { id: 'remove', ...texts.removal.remove(to.label, effect), meaning: 'remove', bulk: true },
    keepAlwaysChoice(texts.removal.keepAlways({ from: from.label, to: to.label }), rule),
  ]
}

/** Nothing where there is none. */
export function changesBlock(
  [title, summary]: readonly [string, string],
  changes: readonly Change[],
): readonly PreviewBlock[] {
  if (changes.length === 0) return []
  const pageId = wizardPages.packages.id
  return [{ kind: 'changes', pageId, title, summary, count: changes.length, changes: [...changes] }]
}
