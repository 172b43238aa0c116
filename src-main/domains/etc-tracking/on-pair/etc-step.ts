/** The step that copies /etc by the person's rules; what never crosses is in on-machine/never-entries.ts. */
import { systemArea } from '../../../commons/snapshot-sets/areas.ts'
import type { SyncSession } from '../../../commons/syncthing/on-pair/sync-session.ts'
import type { RulesOf } from '../../../commons/system-state/on-pair/work-state.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { Subject } from '../../../contract/subject.ts'
import type { StepInfo } from '../../../contract/switch-state.ts'
import type { BothSides, Pair, Step } from '../../../switch/step.ts'
import { lookAtEtc } from './look-at-etc.ts'
import { makePlan } from './make-plan.ts'
import { questionId } from './decisions.ts'
import { driftQuestionPrefix, etcPlanSchema, ruleQuestionPrefix, type EtcPlan } from './plan.ts'
import { changesOfPlan, previewEtc } from './preview-etc.ts'
import type { ConnectAnew } from './place-on-trial.ts'
import { runEtc } from './run-etc.ts'
import { verifyEtc } from './verify-etc.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import * as texts from './texts.ts'

const joinMs = 60_000

const info: StepInfo = {
  id: stepIds.etc,
  title: texts.stepTitle,
  stage: 'copy',
  icon: 'etc',
  after: [stepIds.packages],
  waitsFor: texts.waitsFor,
}

export function createEtcStep(rulesOf: RulesOf, session: SyncSession, connectAnew: ConnectAnew): Step<EtcPlan> {
  return {
    info,
    undo: { area: systemArea.id },
    decideIn: texts.decideIn,
    planSchema: etcPlanSchema,
    probe: (pair, { signal }) => makePlan(rulesOf(pair), pair, { signal }),
    preview: (plan, pair) => previewEtc(plan, pair),
    ready: async (pair, plan, answers) => {
      if (mayCarry(plan, answers)) await session.join(pair, { signal: AbortSignal.timeout(joinMs) })
    },
    run: (pair, plan, answers, context) => runEtc({ pair, plan, answers, context, session, connectAnew }),
    verify: verifyEtc,
    look: (pair, _plan, { question }) => lookAtSubject(pair, question.subject),
    changes: changesOfPlan,
  }
}

/** Whether contents of a file may have to cross. What turns up later joins by itself. */
function mayCarry({ changes, undecided, drift }: EtcPlan, answers: Answers): boolean {
  return (
    changes.some(({ effect }) => effect !== 'remove') ||
    undecided.some(({ path }) => answers[questionId(ruleQuestionPrefix, path)] === 'always') ||
    drift.some(({ path }) => answers[questionId(driftQuestionPrefix, path)] === 'take')
  )
}

function lookAtSubject(pair: Pair, subject: Subject): Promise<BothSides> {
  if (subject.kind !== 'etc-file') throw new Error(`no file in /etc to look at: ${subject.kind}`)
  return lookAtEtc(pair, subject.path)
}
