/**
 * The person's rules for /etc, `~/system-state/etc.stignore`: one path a line, `!/path` for always, `/path` for never.
 * A subset of Syncthing's language in which a line means what it seems to mean; everything cleverer is refused, because
 * there it often means something else (`!/ssh/` tracks nothing, `{a,b}` matches neither).
 */
import { escapePath, linesOf, pathProblem, readLine, unescapePath } from '../../commons/rule-lines/rule-line.ts'
import { invalidLine } from '../../commons/rule-lines/texts.ts'
import { AppError } from '../../kernel/app-error.ts'
import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import type { NeverList } from './never-list.ts'
import { etcLineProblems, neverCopied, neverReasons, ruleProblems, rulesHeader } from './texts.ts'

export const rulesFile = 'etc.stignore'

export interface PersonEtcRule {
  /** Below /etc, with its leading slash: "/sysctl.d/60-dev.conf". A folder means all that is in it. */
  readonly path: BytePath
  readonly decision: 'always' | 'never'
  readonly line: number
}

/** Throws AppError "invalid-rules", which names the line. */
export function parseRules(text: string, never: NeverList): readonly PersonEtcRule[] {
  const rules = new Map<BytePath, PersonEtcRule>()
  text.split('\n').forEach((raw, index) => {
    const rule = parseLine(raw, index + 1, never)
    if (rule === undefined) return
    const earlier = rules.get(rule.path)
    if (earlier !== undefined && earlier.decision !== rule.decision)
      throw invalid(rule.line, raw, etcLineProblems.contradicts(earlier.line))
    if (earlier === undefined) rules.set(rule.path, rule)
  })
  return [...rules.values()]
}

function parseLine(raw: string, line: number, never: NeverList): PersonEtcRule | undefined {
  const read = readLine(raw)
  if (read === undefined) return undefined
  const refuse = (why: string): AppError => invalid(line, raw, why)
  if ('problem' in read) throw refuse(etcLineProblems[read.problem])
  const { isNegated, pattern } = read
  if (!isNegated && pattern.startsWith('#')) throw refuse(etcLineProblems.comment)
  if (!pattern.startsWith('/')) throw refuse(ruleProblems.noSlash)
  const path = unescapePath(pattern)
  if (path === undefined) throw refuse(etcLineProblems.wildcard)
  const problem = pathProblem(path)
  if (problem !== undefined) throw refuse(ruleProblems[problem])
  const why = never.whyNever(path)
  const decision = isNegated ? 'always' : 'never'
  if (decision === 'always' && why !== undefined) throw refuse(neverCopied(neverReasons[why]))
  return { path: bytePathFromText(path), decision, line }
}

/** `path` is text. */
export function ruleLine(path: string, decision: PersonEtcRule['decision']): string {
  return `${decision === 'always' ? '!' : ''}${escapePath(path)}`
}

/** The file with each path decided anew, or without a rule; the person's comments and order stay. */
export function changeRules(
  text: string | undefined,
  changes: ReadonlyMap<BytePath, PersonEtcRule['decision'] | 'forget'>,
  never: NeverList,
): string {
  const kept = linesOf(text, rulesHeader).filter((raw, index) => {
    const rule = parseLine(raw, index + 1, never)
    const change = rule === undefined ? undefined : changes.get(rule.path)
    return change === undefined || change === rule?.decision
  })
  const present = new Set(kept.flatMap((raw, index) => parseLine(raw, index + 1, never)?.path ?? []))
  const added = [...changes]
    .filter(
      (change): change is [BytePath, PersonEtcRule['decision']] => change[1] !== 'forget' && !present.has(change[0]),
    )
    .map(([path, decision]) => ruleLine(Buffer.from(path, 'latin1').toString('utf8'), decision))
  const changed = `${[...kept, ...added].join('\n')}\n`
  parseRules(changed, never)
  return changed
}

function invalid(line: number, raw: string, why: string): AppError {
  return new AppError({
    code: 'invalid-rules',
    ...invalidLine({ file: rulesFile, line, text: raw.trim().slice(0, 200) }, why),
    details: `${rulesFile}:${line}`,
  })
}
