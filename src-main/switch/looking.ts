/** Looking at what the present plan asks about and would do. A question is the permission to look at what it is about. */
import { lastLookAt, type LastLook, type ListedChanges } from '../contract/last-look.ts'
import type { StepId } from '../contract/step-ids.ts'
import type { Answers, Question } from '../contract/preview.ts'
import type { BytePath } from '../kernel/byte-path.ts'
import type { EngineParts } from './engine-parts.ts'
import { questionsOf, withEstimates, type MadePlan } from './make-plan.ts'
import { notAsked, planExpired } from './refusals.ts'
import type { BothSides, ChangesPage, ChangesRequest, FolderPage, Pair, PageOf, PreparedStep } from './step.ts'

export interface Looking {
  /** Both versions of what the plan asks about, or of one file in it. */
  look(questionId: string, path?: BytePath): Promise<BothSides>
  /** A folder that the plan asks about. */
  browse(questionId: string, path: BytePath | undefined, page: PageOf): Promise<FolderPage>
  listChanges(stepId: StepId, request: ChangesRequest): Promise<ChangesPage>
  /** At all of it before the start; `answers` of the person alone. */
  lastLook(answers: Answers): Promise<LastLook>
}

/** `shown`: the plan that the person sees, if there is one. */
export function createLooking(parts: Pick<EngineParts, 'connect'>, shown: () => MadePlan | undefined): Looking {
  interface Found {
    readonly plan: MadePlan
    readonly question: Question
    readonly step: PreparedStep
  }

  function find(questionId: string): Found {
    const plan = shown()
    const question = plan && questionsOf(plan.view).find(({ id }) => id === questionId)
    const step = plan?.prepared.find(({ info }) => info.id === question?.stepId)
    if (plan === undefined || question?.canLook !== true || step === undefined) throw notAsked(questionId)
    return { plan, question, step }
  }

  const connect = ({ view }: MadePlan): Promise<Pair> => parts.connect(view.to.name)

  /** By the steps that list what they change. */
  async function listedIn(plan: MadePlan, answers: Answers): Promise<ReadonlyMap<StepId, ListedChanges>> {
    const asked = { answers, search: '', effects: ['remove' as const], offset: 0, limit: linesLookedAt }
    const listed = await Promise.all(
      plan.prepared.map(async ({ info, listChanges }) => {
        if (listChanges === undefined) return []
        const { entries, counts } = await listChanges(asked)
        return [[info.id, { going: entries, counts }] as const]
      }),
    )
    return new Map(listed.flat())
  }

  return {
    async lastLook(answers) {
      const plan = shown()
      if (plan === undefined) throw planExpired()
      const complete = withSafeDefaults(plan, answers)
      return lastLookAt(await withEstimates(plan, complete), answers, await listedIn(plan, complete))
    },
    async look(questionId, path) {
      const { plan, question, step } = find(questionId)
      if (step.look === undefined) throw notAsked(questionId)
      return step.look(await connect(plan), { question, path })
    },
    async browse(questionId, path, page) {
      const { plan, question, step } = find(questionId)
      if (step.browse === undefined) throw notAsked(questionId)
      return step.browse(await connect(plan), { question, path }, page)
    },
    async listChanges(stepId, request) {
      const plan = shown()
      const step = plan?.prepared.find(({ info }) => info.id === stepId)
      if (plan === undefined || step?.listChanges === undefined) throw planExpired()
      return await step.listChanges({ ...request, answers: withSafeDefaults(plan, request.answers) })
    },
  }
}

/** Of these, what lies in a folder that goes is not named. */
const linesLookedAt = 2_000

/** Those that the plan shows: a question that is asked again may have lost its own. */
function withSafeDefaults({ view }: MadePlan, answers: Answers): Answers {
  const usual = questionsOf(view).flatMap(({ id, safeDefault }) =>
    safeDefault === undefined ? [] : [[id, safeDefault] as const],
  )
  return { ...Object.fromEntries(usual), ...answers }
}
