/** ~/system-state/packages.rules: what the person decided about programs, units and where programs come from. Travels with the work. */
import type { AppParts } from '../../../../commons/capability/app-capability.ts'
import { rulesAnswered } from '../../../../commons/kept/on-pair/keep-always.ts'
import { linesOf } from '../../../../commons/rule-lines/rule-line.ts'
import { invalidLine, lineProblems } from '../../../../commons/rule-lines/texts.ts'
import type { LeftState } from '../../../../commons/system-state/on-pair/left-state.ts'
import type { StateContributor } from '../../../../commons/system-state/on-pair/record-step.ts'
import type { RulesOf } from '../../../../commons/system-state/on-pair/work-state.ts'
import type { Handlers } from '../../../../contract/handlers.ts'
import {
  isRuleName,
  isSourceKind,
  nameWithArchitecture,
  packageDecisions,
  packageRuleKinds,
  type PackageRule,
  type PackageRuleChange,
  isExactRule,
} from '../../../../contract/package-rule.ts'
import type { PackageRules } from '../../../../contract/package-rules-calls.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { isMachineUnit, ownPackages } from '../../never-compared.ts'
import { type AskedRule, askedRuleSchema } from './asked-rule.ts'
import * as texts from './texts.ts'

export const rulesFile = 'packages.rules'

type ReadsFile = Pick<LeftState, 'readFile'>

/** In the order in which they count. Throws AppError "invalid-rules", which names the line. */
export async function readPackageRules(state: ReadsFile): Promise<readonly PackageRule[]> {
  return parseRules((await state.readFile(rulesFile)) ?? '')
}

export async function listPackageRules(state: ReadsFile): Promise<PackageRules> {
  return { rules: [...(await readPackageRules(state))], file: texts.shownFile }
}

/** AppError "invalid-input" where there can be no such rule. */
export async function decidePackageRule(state: LeftState, change: PackageRuleChange): Promise<PackageRules> {
  const why = change.decision === 'none' ? undefined : whyNot({ ...change, decision: change.decision })
  if (why !== undefined) throw new AppError({ code: 'invalid-input', ...texts.refusedRule(change.name, why) })
  const text = await state.readFile(rulesFile)
  const changed = changeRules(text, [change])
  if (changed !== (text ?? '')) await state.record(texts.ruleCommit(change), { [rulesFile]: changed })
  return listPackageRules(state)
}

/** With what was answered; undefined where there is nothing to have a file for. */
export async function fileWith(state: ReadsFile, answered: readonly AskedRule[]): Promise<string | undefined> {
  const text = await state.readFile(rulesFile)
  const rules = answered.flatMap(rulesOf)
  if (rules.length > 0) return changeRules(text, rules)
  parseRules(text ?? '')
  return text
}

/** What a choice of a question remembers, as a rule of this file. */
function rulesOf(rule: AskedRule): readonly PackageRule[] {
  switch (rule.kind) {
    case 'package':
      return [{ kind: rule.manager ?? 'apt', name: nameWithArchitecture(rule), decision: rule.decision ?? 'apart' }]
    case 'service':
      return [{ kind: rule.scope === 'users' ? 'user-unit' : 'unit', name: rule.unit, decision: 'apart' }]
    case 'package-source':
      return [{ kind: 'source', name: rule.id, decision: 'apart' }]
    case 'flatpak-source':
      return [{ kind: 'flatpak-source', name: rule.address, decision: 'apart' }]
    case 'alternative':
      return [{ kind: 'alternative', name: rule.name, decision: 'apart' }]
  }
}

/** One for each thing that is named; throws AppError "invalid-rules". */
export function parseRules(text: string): readonly PackageRule[] {
  const rules = new Map<string, PackageRule & { readonly line: number }>()
  text.split('\n').forEach((raw, index) => {
    const line = index + 1
    const read = parseLine(raw)
    if (read === undefined) return
    if (typeof read === 'string') throw invalid(line, raw, read)
    const earlier = rules.get(keyOf(read))
    if (earlier === undefined) rules.set(keyOf(read), { ...read, line })
    else if (earlier.decision !== read.decision) throw invalid(line, raw, lineProblems.contradicts(earlier.line))
  })
  return [...rules.values()].map(({ kind, name, decision }) => ({ kind, name, decision }))
}

/** A rule, why it is none, or undefined where nothing is ruled. */
function parseLine(raw: string): PackageRule | string | undefined {
  const text = raw.trim()
  if (text === '' || text.startsWith('#')) return undefined
  const match = /^(\S+)\s+(\S+)\s+(\S.*)$/.exec(text)
  const decision = packageDecisions.find((one) => one === match?.[1])
  const kind = packageRuleKinds.find((one) => one === match?.[2])
  if (decision === undefined || kind === undefined) return texts.whyNot.form
  const rule = { kind, name: match?.[3] ?? '', decision }
  return whyNot(rule) ?? rule
}

/** Why there can be no such rule, as a sentence. */
function whyNot(rule: PackageRule): string | undefined {
  const { kind, name, decision } = rule
  if (!isRuleName(kind, name)) return texts.whyNot.name[kind]
  if (isSourceKind(kind) && decision === 'both') return texts.whyNot.bothSource
  const none = whyNoEffect(rule)
  return none === undefined ? undefined : texts.whyNot[none]
}

/** The person's comments and order stay. */
function changeRules(text: string | undefined, changes: readonly PackageRuleChange[]): string {
  const wanted = new Map(changes.map((change) => [keyOf(change), change]))
  const kept = linesOf(text, texts.rulesHeader).filter((raw) => {
    const rule = parseLine(raw)
    if (rule === undefined || typeof rule === 'string') return true
    const change = wanted.get(keyOf(rule))
    return change === undefined || change.decision === rule.decision
  })
  const present = new Set(kept.map(parseLine).flatMap((rule) => (typeof rule === 'object' ? [keyOf(rule)] : [])))
  const added = [...wanted.values()]
    .filter((change) => change.decision !== 'none' && !present.has(keyOf(change)))
    .map(({ kind, name, decision }) => `${decision} ${kind} ${name}`)
  const changed = `${[...kept, ...added].join('\n')}\n`
  parseRules(changed)
  return changed
}

function keyOf({ kind, name }: Pick<PackageRule, 'kind' | 'name'>): string {
  return `${kind} ${name}`
}

function invalid(line: number, raw: string, why: string): AppError {
  return new AppError({
    code: 'invalid-rules',
    ...invalidLine({ file: rulesFile, line, text: raw.trim().slice(0, 200) }, why),
    details: `${rulesFile}:${line}`,
  })
}

/** Why a rule for this one alone would decide nothing; of a pattern it may be meant for others. */
function whyNoEffect(rule: Pick<PackageRule, 'kind' | 'name'>): 'ownPackage' | 'machineUnit' | undefined {
  if (!isExactRule(rule)) return undefined
  const { kind, name } = rule
  switch (kind) {
    case 'apt':
      return ownPackages.includes(name.replace(/:.*$/, '')) ? 'ownPackage' : undefined
    case 'unit':
      return isMachineUnit({ unit: name }) ? 'machineUnit' : undefined
    case 'user-unit':
      return isMachineUnit({ unit: name, scope: 'users' }) ? 'machineUnit' : undefined
    case 'flatpak':
    case 'snap':
    case 'source':
    case 'flatpak-source':
    case 'alternative':
      return undefined
  }
}

/** The file as the person left it, with what they answered, is committed before /home travels. */
export function rulesContributor(rulesOf: RulesOf): StateContributor {
  return {
    async contribute(pair, answers, { questions, signal }) {
      const state = rulesOf(pair)
      const reader = { readFile: (name: string) => state.readFile(name, { signal }) }
      const text = await fileWith(reader, rulesAnswered(questions, answers, askedRuleSchema))
      return text === undefined ? {} : { [rulesFile]: text }
    },
  }
}

/** Answers what a client asks about the person's rules for packages. */
export function createPackageRulesHandlers({
  workState,
}: Pick<AppParts, 'workState'>): Pick<Handlers, 'packagesRules' | 'packagesDecide'> {
  return {
    packagesRules: () => workState.read(({ state }) => listPackageRules(state)),
    packagesDecide: (change) => workState.change(({ state }) => decidePackageRule(state, change)),
  }
}
