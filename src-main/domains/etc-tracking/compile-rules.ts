import { pathProblem } from '../../commons/rule-lines/rule-line.ts'
import { isUtf8, type BytePath } from '../../kernel/byte-path.ts'
import type { NeverList } from './never-list.ts'
import { ruleLine, type PersonRule } from './rules.ts'
import { etcMessages } from './messages.ts'

export type Decision = 'built-in' | 'always' | 'never' | 'undecided'

type PathRule = Pick<PersonRule, 'path' | 'decision'>

/**
 * `.stignore` lines in an order that works where the first match wins: what is never copied, then what stays as it is
 * this time, then the person's rules with the longer path first, then everything else. Never empty.
 */
export function compileRules(
  rules: readonly PathRule[],
  kept: readonly BytePath[],
  never: NeverList,
): readonly string[] {
  const longestFirst = [...rules].sort((one, other) => depthOf(other.path) - depthOf(one.path))
  return [
    ...never.entries.map(({ pattern }) => pattern),
    ...kept.map((path) => ruleLine(textOf(path), 'never')),
    ...longestFirst.map(({ path, decision }) => ruleLine(textOf(path), decision)),
    '*',
  ]
}

/** What becomes of a path: the never-list, else the rule with the longest path that is it or a folder above it. */
export function decide(path: BytePath, rules: ReadonlyMap<BytePath, PathRule['decision']>, never: NeverList): Decision {
  if (never.whyNever(path) !== undefined) return 'built-in'
  for (let prefix = path; prefix !== ''; prefix = prefix.slice(0, prefix.lastIndexOf('/'))) {
    const decision = rules.get(prefix)
    if (decision !== undefined) return decision
  }
  return 'undecided'
}

/** Whether a rule's line can be written for it at all. */
export function canHaveRule(path: BytePath): boolean {
  return isUtf8(path) && pathProblem(textOf(path)) === undefined
}

/**
 * What root demands of a list for /etc, whoever sends it: the whole never-list first, plain anchored paths after it, and
 * `*` last. Throws AppError "invalid-rules".
 */
export function requireSafeRules(lines: readonly string[], { entries }: NeverList): void {
  const [head, tail, last] = [lines.slice(0, entries.length), lines.slice(entries.length, -1), lines.at(-1)]
  const safe =
    last === '*' &&
    head.length === entries.length &&
    head.every((line, index) => line === entries[index]?.pattern) &&
    tail.every(
      (line) =>
        /^!?\/(?:[^\\*?[\]{}/]|\\[\\*?[\]{}])(?:[^\\*?[\]{}]|\\[\\*?[\]{}])*$/.test(line) && !line.endsWith('/'),
    )
  if (safe) return
  throw etcMessages.rulesUnsafe({})
}

function depthOf(path: BytePath): number {
  return path.split('/').length
}

function textOf(path: BytePath): string {
  return Buffer.from(path, 'latin1').toString('utf8')
}
