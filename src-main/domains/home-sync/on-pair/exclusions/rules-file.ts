/** ~/system-state/home.stignore: what of the home its person leaves out, and what of caches they want. Travels with /home. */
import type { LeftState } from '../../../../commons/system-state/on-pair/left-state.ts'
import { linesOf, readLine } from '../../../../commons/rule-lines/rule-line.ts'
import { invalidLine, lineProblems } from '../../../../commons/rule-lines/texts.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { neverOf, readRule, type PersonHomeRule } from '../../exclusions/person-rule.ts'
import { neverCopied, patternProblems, rulesHeader } from './texts.ts'

export const exclusionsFile = 'home.stignore'
export const shownFile = `~/system-state/${exclusionsFile}`

/** From 1. */
export interface PersonLine extends PersonHomeRule {
  readonly line: number
}

export interface InvalidLine {
  readonly line: number
  readonly text: string
  /** A sentence. */
  readonly why: string
}

export interface PersonHomeRules {
  readonly rules: readonly PersonLine[]
  /** With one of these nothing is switched. */
  readonly invalid: readonly InvalidLine[]
}

export async function readPersonRules(state: Pick<LeftState, 'readFile'>): Promise<PersonHomeRules> {
  return parsePersonRules((await state.readFile(exclusionsFile)) ?? '')
}

export function parsePersonRules(text: string): PersonHomeRules {
  const rules = new Map<string, PersonLine>()
  const invalid: InvalidLine[] = []
  text.split('\n').forEach((raw, index) => {
    const line = index + 1
    const read = parseLine(raw)
    if (read === undefined) return
    const refuse = (why: string): void => void invalid.push({ line, text: raw.trim().slice(0, 200), why })
    if (typeof read === 'string') return refuse(read)
    const earlier = rules.get(read.pattern)
    if (earlier === undefined) rules.set(read.pattern, { ...read, line })
    else if (earlier.decision !== read.decision) refuse(lineProblems.contradicts(earlier.line))
  })
  return { rules: [...rules.values()], invalid }
}

/** A rule; why it is none; or undefined where nothing is ruled. */
function parseLine(raw: string): PersonHomeRule | string | undefined {
  if (raw.startsWith('#')) return undefined
  const read = readLine(raw)
  if (read === undefined) return undefined
  if ('problem' in read) return lineProblems[read.problem]
  const rule: PersonHomeRule = { pattern: read.pattern, decision: read.isNegated ? 'include' : 'exclude' }
  return whyNot(rule) ?? rule
}

/** Why it cannot be a rule, as a sentence. */
export function whyNot(rule: PersonHomeRule): string | undefined {
  const read = readRule(rule)
  if ('problem' in read) return patternProblems[read.problem]
  const never = rule.decision === 'include' ? neverOf(rule) : undefined
  return never === undefined ? undefined : neverCopied(never.kind)
}

export interface RuleChange {
  readonly isDropped: (rule: PersonHomeRule) => boolean
  readonly added?: PersonHomeRule | undefined
}

/** The person's comments and order stay. Throws AppError "invalid-rules" when a line cannot be read. */
export function changePersonRules(text: string | undefined, { isDropped, added }: RuleChange): string {
  const kept = linesOf(text, rulesHeader).filter((raw) => {
    const read = parseLine(raw)
    return read === undefined || typeof read === 'string' || !isDropped(read)
  })
  const changed = `${[...kept, ...(added === undefined ? [] : [lineOf(added)])].join('\n')}\n`
  requireValid(parsePersonRules(changed))
  return changed
}

export function lineOf({ pattern, decision }: PersonHomeRule): string {
  return decision === 'include' ? `!${pattern}` : pattern
}

export function requireValid({ invalid: [first] }: PersonHomeRules): void {
  if (first === undefined) return
  throw new AppError({
    code: 'invalid-rules',
    ...invalidLine({ file: exclusionsFile, ...first }, first.why),
    details: `${exclusionsFile}:${first.line}`,
  })
}
