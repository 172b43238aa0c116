/** Which lines of home.stignore make one path left out, or copied. Pure. */
import { escapePath, pathProblem, unescapePath } from '../../../../commons/rule-lines/rule-line.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { createOwnDecider } from '../../exclusions/own-decider.ts'
import { neverOf, type PersonHomeRule } from '../../exclusions/person-rule.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import { whyNot, type RuleChange } from './rules-file.ts'

/** Takes out the line that says the opposite of `rule`, and adds it where that is not enough. */
export function changeForPath(rules: readonly PersonHomeRule[], rule: PersonHomeRule): RuleChange {
  const { pattern, decision } = rule
  const isOpposite = (one: PersonHomeRule): boolean => one.pattern === pattern && one.decision !== decision
  const rest = rules.filter((one) => !isOpposite(one))
  const key = keyOfPath(bytePathFromText((unescapePath(pattern) ?? pattern).slice(1)))
  const { isLeftOut, isOnTheWay } = createOwnDecider({ rules: rest })(key)
  const isLeft = isLeftOut || isOnTheWay || neverOf(rule) !== undefined
  const isThere = (decision === 'exclude' && isLeft) || (decision === 'include' && !isLeft)
  return { isDropped: isOpposite, added: isThere ? undefined : rule }
}

/**
 * The line that leaves out these paths below /home; none where it takes several, or there can be none, as in the home of
 * somebody else.
 */
export function exclusionOf(paths: readonly BytePath[], personFolder: BytePath): { readonly exclusion?: string } {
  const [path, ...others] = paths
  if (path === undefined || others.length > 0 || !path.startsWith(`${personFolder}/`)) return {}
  const below = textFromBytePath(path.slice(personFolder.length))
  // Characters that are only shown in another way would be another name.
  if (bytePathFromText(below) !== path.slice(personFolder.length) || pathProblem(below) !== undefined) return {}
  const exclusion = escapePath(below)
  return whyNot({ pattern: exclusion, decision: 'exclude' }) === undefined ? { exclusion } : {}
}
