/** `pc-switcher switch` and `packages apply`: plans, gets the answers together, starts, and follows. */
import { calls } from '../../contract/calls.ts'
import { isMoreThanNamed, type LastLook } from '../../contract/last-look.ts'
import { forNow, leavablesOf } from '../../contract/left-for-later.ts'
import { type Answers, type Question, answersSchema } from '../../contract/preview.ts'
import { scopeOf, type Scoped } from '../../contract/switch-scope.ts'
import type { PlanView } from '../../contract/switch-state.ts'
import { AppError } from '../../kernel/app-error.ts'
import type { AppClient } from '../../transport/client.ts'
import { askQuestions, type QuestionsAnswered } from './asking/ask-questions.ts'
import { differencesOf } from './asking/differences.ts'
import * as texts from './asking/texts.ts'
import { passwordsFrom, withPassword, type PasswordOptions } from './asking/with-password.ts'
import type { CliCommand } from './program-parts.ts'
import { planMessage, questionsOf } from './switches/commands.ts'
import { openQuestions, unknownAnswers, unreadableAnswers } from './error-texts.ts'
import type { Connection } from './connection.ts'
import { followPlan } from './follow-plan.ts'
import { followSwitch } from './follow-switch.ts'
import { lastLookLines } from './last-look-lines.ts'
import { commandText, type Way } from './one-way.ts'
import type { CliOutput } from './output.ts'
import type { Terminal } from './terminal.ts'
import { planLines } from './texts.ts'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'

export interface SwitchOptions extends PasswordOptions, Scoped {
  readonly way: Way
  readonly answers?: string | undefined
  readonly yes: boolean
}

export function switchCommand(options: SwitchOptions): CliCommand {
  return async (connection, output) => {
    const given = await readAnswers(options.answers)
    const plan = await planWithout(connection, output, { options, given })
    output.tell(planMessage(plan))
    planLines(plan).forEach(output.say)
    refuseUnknownIds(given, [...questionsOf(plan), ...leavablesOf(plan)])
    tellKept(plan, given, output)
    const answers = await agreedAnswers({ plan, given: { ...plan.kept, ...given }, options }, connection.client, output)
    const passwords = await passwordsFrom(options, output, texts.passwordPrompt)
    return followSwitch(connection, output, () =>
      withPassword(passwords, (password) =>
        connection.client.call(calls.switchStart, {
          planId: plan.planId,
          answers,
          ...(password === undefined ? {} : { password }),
        }),
      ),
    )
  }
}

/** What a plan is made of is known before it is made: the one that is shown is the one that is started. */
async function planWithout(
  connection: Connection,
  output: CliOutput,
  { options, given }: { readonly options: SwitchOptions; readonly given: Answers },
): Promise<PlanView> {
  const wanted = { ...options.way, ...scopeOf(options) }
  const plan = await followPlan(connection, output, wanted)
  const others = [
    ...leavablesOf(plan).filter(({ id }) => isOther(given[id], plan.kept[id] ?? forNow)),
    ...questionsOf(plan).filter(({ id, shapesPlan }) => shapesPlan === true && isOther(given[id], plan.kept[id])),
  ]
  if (others.length === 0) return plan
  const answers = Object.fromEntries(others.map(({ id }) => [id, given[id] ?? null]))
  await connection.client.call(calls.switchAnswer, { planId: plan.planId, answers })
  return followPlan(connection, output, wanted)
}

const isOther = (given: string | undefined, kept: string | undefined) => given !== undefined && given !== kept

function tellKept({ kept, askedAgain }: PlanView, given: Answers, output: CliOutput): void {
  const used = Object.keys(kept).filter((id) => given[id] === undefined).length
  if (used > 0) output.say(texts.keptEarlier(used))
  if (askedAgain.length > 0) output.say(texts.outdated(askedAgain.length))
}

interface Answering {
  readonly plan: PlanView
  readonly given: Answers
  readonly options: SwitchOptions
}

/**
 * Without --yes every question needs an answer: at a terminal it is asked for, and after a last look at the plan whether to start.
 * With it, safe defaults fill the gaps. Throws "needs-answers".
 */
async function agreedAnswers(asking: Answering, client: AppClient, output: CliOutput): Promise<Answers> {
  const { plan, given, options } = asking
  const open = openIn(asking)
  // A plan that cannot start is refused for what is in its way.
  if (isBlocked(plan)) return given
  const terminal = options.yes ? undefined : output.terminal?.()
  if (terminal === undefined) {
    if (open.length > 0) throw openError(open, plan, options)
    lastLookLines(plan, await lookAt(given, client)).forEach(output.say)
    return given
  }
  try {
    const asked = open.length === 0 ? noneAsked : await askOpen(open, plan, { terminal, client })
    const answers = { ...given, ...asked.answers }
    const isStopped = asked.kind === 'stopped'
    if (isStopped || !(await wantsToStart(terminal, plan, await lookAt(answers, client)))) {
      throw new AppError({ code: 'needs-answers', ...texts.notStarted(commandText(options, 'start'), isStopped) })
    }
    return answers
  } finally {
    terminal.close()
  }
}

const noneAsked: QuestionsAnswered = { kind: 'answered', answers: {} }

function openIn({ plan, given, options: { yes } }: Answering): readonly Question[] {
  return questionsOf(plan).filter(
    (question) =>
      given[question.id] === undefined && !(yes && (question.safeDefault !== undefined || !question.required)),
  )
}

function lookAt(answers: Answers, client: AppClient): Promise<LastLook> {
  return client.call(calls.switchLastLook, { answers })
}

function isBlocked({ previews }: PlanView): boolean {
  return Object.values(previews).some(({ blockers }) => blockers.length > 0)
}

interface AskParts {
  readonly terminal: Terminal
  readonly client: AppClient
}

function askOpen(
  open: readonly Question[],
  plan: PlanView,
  { terminal, client }: AskParts,
): Promise<QuestionsAnswered> {
  return askQuestions(open, {
    terminal,
    titleOf: (question) => titleOf(plan, question),
    differences: (question) => differencesOf(client, plan, question),
    keep: async (answers) => {
      await client.call(calls.switchAnswer, { planId: plan.planId, answers })
    },
  })
}

/** Where more goes than is named, that is agreed to by itself. */
async function wantsToStart(terminal: Terminal, plan: PlanView, look: LastLook): Promise<boolean> {
  const { to, scope } = plan
  lastLookLines(plan, look).forEach(terminal.say)
  if (isMoreThanNamed(look) && !(await isAgreed(terminal, texts.deleteAll(look.removed.count, to.label)))) return false
  return isAgreed(terminal, texts.startNow(to.label, scope))
}

async function isAgreed(terminal: Terminal, question: string): Promise<boolean> {
  for (;;) {
    const typed = (await terminal.ask(question))?.trim().toLowerCase()
    if (typed === 'y' || typed === 'yes') return true
    if (typed === undefined || typed === 'n' || typed === 'no' || typed === 'q') return false
  }
}

function openError(open: readonly Question[], plan: PlanView, options: SwitchOptions): AppError {
  return new AppError({
    code: 'needs-answers',
    ...openQuestions(open.length, options.yes, commandText(options, 'list')),
    details: texts.openLines(open, (question) => titleOf(plan, question)).join('\n'),
  })
}

function titleOf({ steps }: PlanView, { stepId }: Question): string {
  return steps.find(({ id }) => id === stepId)?.title ?? stepId
}

/** `{ "etc:/hosts": "always" }`: ids of questions, and of lines that may be left, to choices, as `plan --json` lists them. */
async function readAnswers(path: string | undefined): Promise<Answers> {
  if (path === undefined) return {}
  try {
    return answersSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (thrown) {
    throw new AppError({
      code: 'invalid-input',
      ...unreadableAnswers(path),
      details: thrown instanceof z.ZodError ? z.prettifyError(thrown) : String(thrown),
    })
  }
}

/** Refuses IDs that nothing of the plan has (probably misspelt), so that nothing is started. */
function refuseUnknownIds(answers: Answers, questions: readonly Pick<Question, 'id'>[]): void {
  const known = new Set(questions.map((question) => question.id))
  const unknown = Object.keys(answers).filter((id) => !known.has(id))
  if (unknown.length === 0) return
  throw new AppError({
    code: 'invalid-input',
    ...unknownAnswers(unknown.length),
    details: unknown.join('\n'),
  })
}
