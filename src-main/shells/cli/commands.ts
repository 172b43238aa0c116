import { calls, type Overview } from '../../contract/calls.ts'
import type { Answers, Question } from '../../contract/preview.ts'
import type { PlanView, SwitchState } from '../../contract/switch-state.ts'
import { AppError } from '../../kernel/app-error.ts'
import { readAnswers, refuseUnknownIds } from './answers-file.ts'
import type { Connection } from './connect.ts'
import { exitCodes } from './exit-codes.ts'
import { followSwitch } from './follow-switch.ts'
import type { Output } from './output.ts'
import { watchElsewhere } from './watch-elsewhere.ts'
import { overviewLines, planLines, questionLines } from './words.ts'

export type Command = (connection: Connection, output: Output) => Promise<number>

export const statusCommand: Command = async (connection, output) => {
  const { overview, state } = await lookAround(connection)
  output.tell({ type: 'status', overview, state })
  overviewLines(overview).forEach(output.say)
  return exitCodes.done
}

export function planCommand(to: string): Command {
  return async ({ client }, output) => {
    const plan = await client.call(calls.switchPlan, { to })
    output.tell({ type: 'plan', plan, questions: questionsOf(plan) })
    planLines(plan).forEach(output.say)
    if (questionsOf(plan).length > 0) output.say('Questions ([ ] is what --yes takes):')
    questionLines(questionsOf(plan)).forEach(output.say)
    return exitCodes.done
  }
}

export interface SwitchOptions {
  readonly to: string
  readonly answers?: string | undefined
  readonly yes: boolean
}

export function switchCommand(options: SwitchOptions): Command {
  return async (connection, output) => {
    const given = await readAnswers(options.answers)
    const plan = await connection.client.call(calls.switchPlan, { to: options.to })
    output.tell({ type: 'plan', plan, questions: questionsOf(plan) })
    planLines(plan).forEach(output.say)
    const answers = completeAnswers(plan, given, options.yes)
    return followSwitch(connection, output, () =>
      connection.client.call(calls.switchStart, { planId: plan.planId, answers }),
    )
  }
}

/** Without --yes every question needs an answer of the person's; with it the safe defaults fill the gaps. */
function completeAnswers(plan: PlanView, given: Answers, yes: boolean): Answers {
  const questions = questionsOf(plan)
  refuseUnknownIds(given, questions)
  const open = questions.filter(
    (question) => given[question.id] === undefined && !(yes && question.safeDefault !== undefined),
  )
  const stopping = yes ? open.filter((question) => question.required) : open
  if (stopping.length === 0) return given
  throw new AppError({
    code: 'needs-answers',
    message:
      stopping.length === 1
        ? 'One question has to be answered first.'
        : `${stopping.length} questions have to be answered first.`,
    hint: yes
      ? 'None of these has a safe answer: decide with --answers FILE or in the window.'
      : 'Give answers with --answers FILE, take the safe ones with --yes, or answer in the window.',
    details: questionLines(stopping).join('\n'),
  })
}

function questionsOf(plan: PlanView): readonly Question[] {
  return Object.values(plan.previews).flatMap((preview) => preview.questions)
}

/** Where the journal is here it is followed event by event; else it is looked at from afar until it is over. */
export const resumeCommand: Command = async (connection, output) => {
  const { state, overview } = await lookAround(connection)
  const elsewhere =
    state.kind !== 'interrupted' &&
    overview.openSwitch !== undefined &&
    !isHere(overview, overview.openSwitch.from.name)
  if (!elsewhere) return followSwitch(connection, output, () => connection.client.call(calls.switchResume, {}))
  const { switchId } = await connection.client.call(calls.switchResume, {})
  return watchElsewhere(connection, output, switchId)
}

async function lookAround({
  client,
}: Connection): Promise<{ readonly state: SwitchState; readonly overview: Overview }> {
  const [state, overview] = await Promise.all([
    client.call(calls.switchState, {}),
    client.call(calls.overview, { refresh: true }),
  ])
  return { state, overview }
}

function isHere(overview: Overview, name: string): boolean {
  return overview.here.laptop.name === name
}

export const listRulesCommand: Command = async ({ client }, output) => {
  const { rules, file } = await client.call(calls.etcList, {})
  output.tell({ type: 'etc-rules', rules, file })
  for (const rule of rules) output.say(`${rule.decision.padEnd(7)} ${rule.pattern.padEnd(40)} ${rule.reason}`)
  return exitCodes.done
}

export function decideRuleCommand(pattern: string, decision: 'always' | 'never' | 'forget'): Command {
  return async ({ client }, output) => {
    const { rules, file } = await client.call(calls.etcDecide, { pattern, decision })
    output.tell({ type: 'etc-rules', rules, file })
    output.say(decision === 'forget' ? `${pattern} has no rule any more.` : `${pattern}: ${decision}.`)
    return exitCodes.done
  }
}

export const doctorCommand: Command = async ({ client }, output) => {
  const { items } = await client.call(calls.doctor, {})
  output.tell({ type: 'doctor', items })
  for (const item of items) {
    const mark = item.verdict === 'passed' ? '✓' : item.verdict === 'warning' ? '!' : '✗'
    output.say(`${mark} ${[item.laptop, item.title].filter(Boolean).join(', ')}: ${item.text}`)
    if (item.hint !== undefined) output.say(`    ${item.hint}`)
  }
  return items.some((item) => item.verdict === 'failed') ? exitCodes.failed : exitCodes.done
}

/** Any call of the contract by its name, with its input as JSON: what has no command of its own is reachable too. */
export function rawCallCommand(name: string, input: string): Command {
  return async ({ client }, output) => {
    const call = Object.values(calls).find((one) => one.name === name)
    if (call === undefined) {
      const names = Object.values(calls).map((one) => one.name)
      throw new AppError({
        code: 'invalid-input',
        message: `There is no call "${name}".`,
        hint: `Calls are: ${names.join(', ')}.`,
      })
    }
    const value: unknown = await client.call(call, call.input.parse(parseInput(input)))
    process.stdout.write(`${JSON.stringify(output.json ? { type: 'value', value } : value)}\n`)
    return exitCodes.done
  }
}

function parseInput(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new AppError({
      code: 'invalid-input',
      message: 'The input is not JSON.',
      hint: 'For example: \'{"refresh":true}\'',
      details: String(thrown),
    })
  }
}
