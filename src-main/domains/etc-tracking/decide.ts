import { isUtf8, type BytePath } from '../../kernel/byte-path.ts'
import type { NeverList } from './never-list.ts'
import { pathProblem } from '../../commons/rule-lines/rule-line.ts'
import type { PersonEtcRule } from './rules.ts'

/** elsewhere: no rule says anything, and another step compares and asks about it. */
export type EtcDecision = 'built-in' | 'always' | 'never' | 'elsewhere' | 'undecided'

/** Package sources and the keys that they name are brought with the packages. What else apt is told stays among the files of /etc. */
const packageSources = /^\/apt\/(?:sources\.list(?:\.d\/.*)?|keyrings\/.*)$/

export const isPackageSource = (path: string): boolean => packageSources.test(path)

/** What becomes of a path: the never-list, else the rule with the longest path that is it or a folder above it. */
export function decide(
  path: BytePath,
  rules: ReadonlyMap<BytePath, PersonEtcRule['decision']>,
  never: NeverList,
): EtcDecision {
  if (never.whyNever(path) !== undefined) return 'built-in'
  for (let prefix = path; prefix !== ''; prefix = prefix.slice(0, prefix.lastIndexOf('/'))) {
    const decision = rules.get(prefix)
    if (decision !== undefined) return decision
  }
  return isPackageSource(path) ? 'elsewhere' : 'undecided'
}

/** Whether a rule's line can be written for it at all. */
export function canHaveRule(path: BytePath): boolean {
  return isUtf8(path) && pathProblem(Buffer.from(path, 'latin1').toString('utf8')) === undefined
}
