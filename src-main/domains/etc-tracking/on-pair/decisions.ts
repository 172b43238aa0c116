/** The answers, put to use. */
import type { Answers } from '../../../contract/preview.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { decide } from '../compile-rules.ts'
import { assessTracked, type EtcPair, type EtcPath } from './compare-etc.ts'
import { driftQuestionPrefix, ruleQuestionPrefix, type EtcPlan } from './plan.ts'

export type Rules = ReadonlyMap<BytePath, 'always' | 'never'>

/** The id a question about this path has. Ids are text; only paths that are text are asked about. */
export function questionId(prefix: string, path: BytePath): string {
  return `${prefix}${Buffer.from(path, 'latin1').toString('utf8')}`
}

/** What the person decided on files without a rule: path to rule. */
export function newRules(undecided: readonly BytePath[], answers: Answers): Rules {
  return new Map(
    undecided.flatMap((path) => {
      const choice = answers[questionId(ruleQuestionPrefix, path)]
      return choice === 'always' || choice === 'never' ? [[path, choice] as const] : []
    }),
  )
}

export function allRules(plan: EtcPlan, answers: Answers): Rules {
  const undecided = plan.undecided.map(({ path }) => path)
  return new Map([
    ...plan.rules.map(({ path, decision }) => [path, decision] as const),
    ...newRules(undecided, answers),
  ])
}

export interface Course {
  /** Tracked, and to become equal. */
  readonly tracked: readonly EtcPath[]
  /** Tracked, and left as they are this time: on the person's word, or since only the other laptop has them. */
  readonly kept: readonly EtcPath[]
}

/**
 * A drift that nobody was asked about came up after the plan, by the packages that were just installed there: then the
 * tracked version is the one to have.
 */
export function chart(inspection: EtcPair, rules: Rules, answers: Answers): Course {
  const tracked = inspection.paths.filter(
    (one) => decide(one.path, rules, inspection.never) === 'always' && (one.from !== undefined || one.to !== undefined),
  )
  const isKept = (one: EtcPath) => {
    if (assessTracked(one) === 'equal') return false
    const answer = answers[questionId(driftQuestionPrefix, one.path)]
    return answer === undefined ? assessTracked(one) === 'stays' : answer === 'keep'
  }
  return { tracked: tracked.filter((one) => !isKept(one)), kept: tracked.filter(isKept) }
}
