/** One switch of /home between two laptops, by the step's own code: planned, answered, run, proven, remembered; and cut off on its way. */
import type { Answers, Question } from '../../../src-main/contract/preview.ts'
import type { Verification } from '../../../src-main/contract/switch-state.ts'
import { createHomeStep } from '../../../src-main/domains/home-sync/on-pair/home-step.ts'
import type { ReadLimit } from '../../../src-main/domains/home-sync/on-pair/plan/compare-doubtful.ts'
import type { HomePlan } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { rehearsalMachine } from '../../../src-main/machine/rehearsal-machine.ts'
import { newId } from '../../../src-main/switch/new-id.ts'
import type { Pair, RunContext } from '../../../src-main/switch/step.ts'
import type { Random } from '../../random.ts'

/** Other questions get their usual answer. */
const homeChoices = ['keep', 'take', 'both'] as const

export interface Switching {
  readonly pair: Pair
  readonly random: Random
  /** What a plan may read. */
  readonly limit: ReadLimit | undefined
  /** After the plan was answered, and before the start. */
  readonly sincePlan: (plan: HomePlan) => void
  /** All that was done until now is in the plan that is answered anew. */
  readonly askedAgain: () => void
  /** Before it is run, or run again; returns what is to be called when that run has ended. */
  readonly beforeRun: (runs: number) => () => void
  readonly tell: (text: string) => void
}

export interface Switched {
  readonly switchId: string
  readonly plan: HomePlan
  readonly answers: Answers
  /** Those that were answered by what is usual. */
  readonly unanswered: ReadonlySet<string>
  readonly questions: readonly Question[]
  readonly verification: Verification
}

interface Agreed {
  readonly plan: HomePlan
  readonly answers: Answers
  readonly unanswered: ReadonlySet<string>
  readonly questions: readonly Question[]
}

const patience = 8

export async function makeSwitch(switching: Switching): Promise<Switched> {
  const { pair, beforeRun, tell } = switching
  const step = createHomeStep({
    readRules: () => Promise.resolve({ rules: [], invalid: [] }),
    isLeftToSyncthing: () => Promise.resolve(false),
    limit: switching.limit,
  })
  const agreed = await agree(step, switching)
  const switchId = newId(systemClock)
  const { answers, questions, unanswered } = agreed
  const { signal } = new AbortController()
  const context: RunContext = {
    ...{ switchId, signal, logger: silentLogger, questions, unanswered },
    report: () => undefined,
  }
  for (let runs = 0; ; runs += 1) {
    if (runs === patience) throw new Error('cannot be finished')
    const ended = beforeRun(runs)
    // As the journal gives it back.
    const plan = step.planSchema.parse(JSON.parse(JSON.stringify(agreed.plan)))
    try {
      const outcome = await step.run(pair, plan, answers, context)
      const verification = await step.verify(pair, plan, answers, { ...context, outcome })
      const differ = verification.items.flatMap(({ differences }) => differences)
      if (differ.length > 0) {
        tell(`not proven: ${differ.join(', ')}`)
        continue
      }
      await step.remember?.(pair, plan, { switchId } as never, answers)
      return { switchId, plan, answers, unanswered, questions, verification }
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'unreachable') throw thrown
      tell('cut off')
    } finally {
      ended()
    }
  }
}

/** Until what was answered still holds at the start. */
async function agree(step: ReturnType<typeof createHomeStep>, switching: Switching): Promise<Agreed> {
  const { pair, random, sincePlan, askedAgain, tell } = switching
  const rehearsed = { from: rehearsalMachine(pair.from), to: rehearsalMachine(pair.to) }
  const probe = () => {
    const { signal } = new AbortController()
    return step.probe(rehearsed, { planId: newId(systemClock), signal, logger: silentLogger })
  }
  let plan = await probe()
  for (let tries = 0; ; tries += 1) {
    const { questions, blockers } = step.preview(plan, pair)
    if (blockers.length > 0) throw new Error(`cannot start: ${JSON.stringify(blockers)}`)
    const given = answersTo(questions, random)
    tell(`answers ${JSON.stringify(given)}`)
    const answers = complete(questions, given)
    if (tries === 0) sincePlan(plan)
    const now = await probe()
    const changes = step.changes?.(plan, now, answers) ?? []
    if (changes.length > 0 && tries < patience) {
      tell(`asked again: ${changes.join(' ')}`)
      askedAgain()
      plan = now
      continue
    }
    const asked = step.preview(now, pair).questions
    const kept = Object.fromEntries(Object.entries(given).filter(([id]) => asked.some((one) => one.id === id)))
    return {
      plan: step.asAgreed?.(plan, now, answers) ?? now,
      answers: complete(asked, kept),
      unanswered: new Set(asked.flatMap(({ id }) => (kept[id] === undefined ? [id] : []))),
      questions: asked,
    }
  }
}

function answersTo(questions: readonly Question[], random: Random): Answers {
  return Object.fromEntries(
    questions.flatMap(({ id, choices, safeDefault }) => {
      const offered = homeChoices.filter((one) => choices.some((choice) => choice.id === one))
      if (safeDefault !== undefined && random.below(4) === 0) return []
      const answer = random.pick(offered) ?? safeDefault
      return answer === undefined ? [] : [[id, answer]]
    }),
  )
}

function complete(questions: readonly Question[], answers: Answers): Answers {
  return Object.fromEntries(
    questions.flatMap(({ id, safeDefault }) => {
      const answer = answers[id] ?? safeDefault
      return answer === undefined ? [] : [[id, answer]]
    }),
  )
}
