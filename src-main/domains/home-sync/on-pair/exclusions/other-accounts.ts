/** The homes of other accounts, which are copied only if the person adds them: as a whole, by their account. */
import path from 'node:path'
import type { HomeExplanation } from '../../../../contract/home-calls.ts'
import type { Output } from '../../../../contract/define.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { accountOf, ruleOfAccount } from '../../exclusions/person-rule.ts'
import type { listOtherHomes } from '../../rule-verbs.ts'
import { lineOf, shownFile, type PersonLine } from './rules-file.ts'
import { onlyWhole } from './texts.ts'

export type ListedOtherHome = Output<typeof listOtherHomes>['homes'][number]

/** Whose home this absolute path is, or is in. */
export function otherHomeAt(others: readonly ListedOtherHome[], asked: string): ListedOtherHome | undefined {
  const place = path.resolve(asked)
  return others.find(({ home }) => place === home || place.startsWith(`${home}/`))
}

/** AppError "invalid-input" for a path in it: a person decides about the whole home of somebody else, or about nothing of it. */
export function requireWhole({ account, home }: ListedOtherHome, asked: string): void {
  if (path.resolve(asked) !== home) throw new AppError({ code: 'invalid-input', ...onlyWhole(account, home) })
}

/** What never crosses, and caches, stay there too: it is not asked whether they are in the way of this very path. */
export function explainOther(
  { account, home }: ListedOtherHome,
  asked: string,
  rules: readonly PersonLine[],
): HomeExplanation {
  const rule = rules.find((one) => accountOf(one) === account)
  const place = { path: path.resolve(asked), exists: true } as const
  if (rule === undefined) return { ...place, verdict: 'left-out', reason: { source: 'account', account, home } }
  const text = lineOf(ruleOfAccount(account))
  return { ...place, verdict: 'copied', reason: { source: 'person', line: rule.line, text, file: shownFile } }
}
