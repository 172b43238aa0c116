/** Lists and changes the person's rules about their home, as a client asks for it. */
import path from 'node:path'
import { z } from 'zod'
import { developerCaches, developerLine } from '../../../../commons/home-exclusions/developer-caches.ts'
import { mayBeIncluded } from '../../../../commons/home-exclusions/exclusion.ts'
import { namedInHome } from '../../../../commons/home-exclusions/exclusions.ts'
import { exclusionTitles } from '../../../../commons/home-exclusions/texts.ts'
import { workInCaches } from '../../../../commons/home-exclusions/work-in-caches.ts'
import { rulesAnswered } from '../../../../commons/kept/on-pair/keep-always.ts'
import { escapePath } from '../../../../commons/rule-lines/rule-line.ts'
import type { LeftState } from '../../../../commons/system-state/on-pair/left-state.ts'
import type { StateContributor } from '../../../../commons/system-state/on-pair/record-step.ts'
import type { RulesOf } from '../../../../commons/system-state/on-pair/work-state.ts'
import type { Output } from '../../../../contract/define.ts'
import type { HomeExclusions, HomeExplanation } from '../../../../contract/home-calls.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { accountOf, isDeveloperRule, ruleOfAccount, type PersonHomeRule } from '../../exclusions/person-rule.ts'
import type { listOtherHomes } from '../../rule-verbs.ts'
import { changeForPath } from './path-change.ts'
import {
  changePersonRules,
  exclusionsFile,
  lineOf,
  parsePersonRules,
  readPersonRules,
  requireValid,
  shownFile,
  whyNot,
  type RuleChange,
  type PersonLine,
} from './rules-file.ts'
import { commitSubject, refusedRule, onlyWhole } from './texts.ts'

/** `others`: the homes of other accounts on the laptop that has the latest work. */
export async function listExclusions(
  state: Pick<LeftState, 'readFile'>,
  others: readonly ListedOtherHome[],
): Promise<HomeExclusions> {
  const { rules, invalid } = await readPersonRules(state)
  const builtIn = [...developerCaches, ...workInCaches, ...namedInHome]
  const kinds = [...new Set(builtIn.map(({ kind }) => kind))]
  const isCopied = !rules.some(isDeveloperRule)
  return {
    file: shownFile,
    rules: rules.filter((rule) => accountOf(rule) === undefined && !isDeveloperRule(rule)),
    homes: [...homesOf(others, rules)],
    invalid: [...invalid],
    builtIn: kinds.map((kind) => ({
      kind,
      title: exclusionTitles[kind],
      canBeIncluded: mayBeIncluded(kind),
      ...(kind === 'developer' ? { isCopied, line: developerLine } : {}),
      ...(kind === 'work' ? { isCopied: true } : {}),
      patterns: builtIn.filter((rule) => rule.kind === kind).map(({ pattern }) => pattern),
    })),
  }
}

/** Those that were added and are not here come last. */
function homesOf(others: readonly ListedOtherHome[], rules: readonly PersonHomeRule[]): HomeExclusions['homes'] {
  const added = new Set(rules.map(accountOf).filter((account) => account !== undefined))
  const here = others.map(({ account, home }) => ({ account, home, isAdded: added.has(account) }))
  const known = new Set(others.map(({ account }) => account))
  return [...here, ...[...added].filter((one) => !known.has(one)).map((account) => ({ account, isAdded: true }))]
}

/** Adds the home of another account to what is copied, or takes it out again. Returns whether anything changed. */
export async function decideAccount(
  state: LeftState,
  account: string,
  decision: PersonHomeRule['decision'],
): Promise<boolean> {
  const rule = ruleOfAccount(account)
  refuseImpossible(rule, rule.pattern)
  const { rules } = await readValid(state)
  const isAbout = (one: PersonHomeRule): boolean => accountOf(one) === account
  if (rules.some(isAbout) === (decision === 'include')) return false
  const wanted = decision === 'include' ? { isDropped: () => false, added: rule } : { isDropped: isAbout }
  return change(state, wanted, `${rule.pattern}: ${decision}`)
}

/**
 * Takes out the line that says the opposite, and adds one where that is not enough. Returns whether anything changed.
 * AppError "invalid-input" for what can have no such rule.
 */
export async function decidePath(
  state: LeftState,
  below: string,
  decision: PersonHomeRule['decision'],
): Promise<boolean> {
  const rule: PersonHomeRule = { pattern: escapePath(below), decision }
  refuseImpossible(rule, `~${below}`)
  const { rules } = await readValid(state)
  return change(state, changeForPath(rules, rule), `~${below}: ${decision}`)
}

/** `typed`: "/Downloads/iso", "~/Downloads/iso", "*.iso"; "forget" takes the line out. */
export async function decideRule(
  { state, home }: { readonly state: LeftState; readonly home: string },
  typed: string,
  decision: PersonHomeRule['decision'] | 'forget',
): Promise<boolean> {
  const pattern = patternFrom(typed, home)
  await readValid(state)
  const isAbout = (one: PersonHomeRule): boolean => one.pattern === pattern
  const isForgotten = decision === 'forget' || (pattern === developerLine && decision === 'include')
  if (isForgotten) return change(state, { isDropped: isAbout }, `${pattern}: forget`)
  const rule: PersonHomeRule = { pattern, decision }
  refuseImpossible(rule, typed)
  const { rules } = await readPersonRules(state)
  if (rules.some((one) => isAbout(one) && one.decision === decision)) return false
  return change(state, { isDropped: isAbout, added: rule }, lineOf(rule))
}

/** A path from a shell or a file manager begins at the home folder. */
function patternFrom(typed: string, home: string): string {
  const text = typed.trim()
  for (const start of ['~', home]) if (text.startsWith(`${start}/`)) return text.slice(start.length)
  return text.includes('/') && !text.startsWith('/') ? `/${text}` : text
}

function refuseImpossible(rule: PersonHomeRule, shown: string): void {
  const why = whyNot(rule)
  if (why !== undefined) throw new AppError({ code: 'invalid-input', ...refusedRule(shown, why) })
}

async function readValid(state: LeftState) {
  const read = await readPersonRules(state)
  requireValid(read)
  return read
}

async function change(state: LeftState, wanted: RuleChange, what: string): Promise<boolean> {
  const text = await state.readFile(exclusionsFile)
  const isNeeded = wanted.added !== undefined || parsePersonRules(text ?? '').rules.some(wanted.isDropped)
  if (!isNeeded) return false
  await state.record(commitSubject(what), { [exclusionsFile]: changePersonRules(text, wanted) })
  return true
}

/** The homes of other accounts, which are copied only if the person adds them: as a whole, by their account. */
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

/** `pattern` as a line of the file has it: "/Downloads/iso". */
const answeredSchema = z.object({ kind: z.literal('home'), pattern: z.string() })

export type AnsweredRule = z.infer<typeof answeredSchema>

/** The file as the person left it, with what they answered, is committed before /home travels. */
export function exclusionsContributor(rulesOf: RulesOf): StateContributor {
  return {
    async contribute(pair, answers, { questions, signal }) {
      const before = await rulesOf(pair).readFile(exclusionsFile, { signal })
      const patterns = rulesAnswered(questions, answers, answeredSchema).map(({ pattern }) => pattern)
      const text = patterns.reduce(withExclusion, before)
      return text === undefined ? {} : { [exclusionsFile]: text }
    },
  }
}

function withExclusion(text: string | undefined, pattern: string): string {
  const { rules } = parsePersonRules(text ?? '')
  return changePersonRules(text, changeForPath(rules, { pattern, decision: 'exclude' }))
}
