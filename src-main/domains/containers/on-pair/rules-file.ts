/** ~/system-state/containers.rules: what the person decided about what their containers hold. Travels with the work. */
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { rulesAnswered } from '../../../commons/kept/on-pair/keep-always.ts'
import { linesOf } from '../../../commons/rule-lines/rule-line.ts'
import { invalidLine, lineProblems } from '../../../commons/rule-lines/texts.ts'
import type { LeftState } from '../../../commons/system-state/on-pair/left-state.ts'
import type { StateContributor } from '../../../commons/system-state/on-pair/record-step.ts'
import type { RulesOf, RulesReader } from '../../../commons/system-state/on-pair/work-state.ts'
import {
  containerDecisions,
  containerKinds,
  engineIds,
  isContainerRuleName,
  type ContainerRule,
  type ContainerRuleChange,
} from '../../../contract/container-rule.ts'
import type { ContainerRules } from '../../../contract/containers-calls.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { askedContainerRuleSchema } from './container-answers.ts'
import * as texts from './texts.ts'

const rulesFile = 'containers.rules'
const shownFile = `~/system-state/${rulesFile}`

/** In the order in which they count. Throws AppError "invalid-rules", which names the line. */
export async function readContainerRules(state: RulesReader): Promise<readonly ContainerRule[]> {
  return parseRules((await state.readFile(rulesFile)) ?? '')
}

async function listRules(state: RulesReader): Promise<ContainerRules> {
  return { rules: [...(await readContainerRules(state))], file: shownFile }
}

async function decideRule(state: LeftState, change: ContainerRuleChange): Promise<ContainerRules> {
  if (!isContainerRuleName(change)) throw new AppError({ code: 'invalid-input', ...texts.refusedRule(change) })
  const text = await state.readFile(rulesFile)
  const changed = changeRules(text, [change])
  const isNews = change.decision !== 'none' || parseRules(text ?? '').length !== parseRules(changed).length
  if (isNews && changed !== (text ?? '')) await state.record(texts.ruleCommit(change), { [rulesFile]: changed })
  return listRules(state)
}

/** One for each thing that is named; throws AppError "invalid-rules". */
export function parseRules(text: string): readonly ContainerRule[] {
  const rules = new Map<string, ContainerRule & { readonly line: number }>()
  text.split('\n').forEach((raw, index) => {
    const line = index + 1
    const read = parseLine(raw)
    if (read === undefined) return
    if (read === 'unreadable') throw invalid(line, raw, texts.whyNoRule)
    const earlier = rules.get(keyOf(read))
    if (earlier === undefined) rules.set(keyOf(read), { ...read, line })
    else if (earlier.decision !== read.decision) throw invalid(line, raw, lineProblems.contradicts(earlier.line))
  })
  return [...rules.values()].map(({ line: _, ...rule }) => rule)
}

/** Undefined where nothing is ruled. */
function parseLine(raw: string): ContainerRule | 'unreadable' | undefined {
  const text = raw.trim()
  if (text === '' || text.startsWith('#')) return undefined
  const [first, ...words] = text.split(/\s+/)
  const decision = containerDecisions.find((one) => one === first)
  const engine = engineIds.find((one) => one === words[0])
  const [second, name = '', ...more] = words.slice(engine === undefined ? 0 : 1)
  const kind = containerKinds.find((one) => one === second)
  if (decision === undefined || kind === undefined || more.length > 0) return 'unreadable'
  const rule = { ...(engine === undefined ? {} : { engine }), kind, name, decision }
  return isContainerRuleName(rule) ? rule : 'unreadable'
}

/** The person's comments and order stay. */
export function changeRules(text: string | undefined, changes: readonly ContainerRuleChange[]): string {
  const wanted = new Map(changes.map((change) => [keyOf(change), change]))
  const ruleIn = (raw: string): ContainerRule | undefined => {
    const rule = parseLine(raw)
    return typeof rule === 'object' ? rule : undefined
  }
  const kept = linesOf(text, texts.rulesHeader).filter((raw) => {
    const rule = ruleIn(raw)
    const change = rule === undefined ? undefined : wanted.get(keyOf(rule))
    return change === undefined || change.decision === rule?.decision
  })
  const present = new Set(kept.flatMap((raw) => ruleIn(raw) ?? []).map(keyOf))
  const added = [...wanted.values()]
    .filter((change) => change.decision !== 'none' && !present.has(keyOf(change)))
    .map((change) => `${change.decision} ${keyOf(change)}`)
  const changed = `${[...kept, ...added].join('\n')}\n`
  parseRules(changed)
  return changed
}

/** As it is written after the decision. */
function keyOf({ engine, kind, name }: Pick<ContainerRule, 'engine' | 'kind' | 'name'>): string {
  return [...(engine === undefined ? [] : [engine]), kind, name].join(' ')
}

function invalid(line: number, raw: string, why: string): AppError {
  return new AppError({
    code: 'invalid-rules',
    ...invalidLine({ file: rulesFile, line, text: raw.trim().slice(0, 200) }, why),
    details: `${rulesFile}:${line}`,
  })
}

/** The file as the person left it, with what they answered, is committed before /home travels. */
export function containerRulesContributor(rulesOf: RulesOf): StateContributor {
  return {
    async contribute(pair, answers, { questions, signal }) {
      const text = await rulesOf(pair).readFile(rulesFile, { signal })
      const answered = rulesAnswered(questions, answers, askedContainerRuleSchema).map(({ rule }) => rule)
      if (answered.length > 0) return { [rulesFile]: changeRules(text, answered) }
      parseRules(text ?? '')
      return text === undefined ? {} : { [rulesFile]: text }
    },
  }
}

export function createContainerRulesHandlers({
  workState,
}: Pick<AppParts, 'workState'>): Pick<Handlers, 'containersRules' | 'containersDecide'> {
  return {
    containersRules: () => workState.read(({ state }) => listRules(state)),
    containersDecide: (change) => workState.change(({ state }) => decideRule(state, change)),
  }
}
