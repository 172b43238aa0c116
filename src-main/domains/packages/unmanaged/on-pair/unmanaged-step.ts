/** Programs that no package manager knows: told, never copied but with a home folder. A part of the step of packages. */
import { z } from 'zod'
import { otherKeys } from '../../../../contract/packages-key.ts'
import type { Preview } from '../../../../contract/preview.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { Pair, Step, StepDeclaration } from '../../../../switch/step.ts'
import { changesBlock } from '../../on-pair/apps/app-question.ts'
import { checkTold, verifyTold } from '../../on-pair/told/told-step.ts'
import { programSchema, shownProgram, type Program } from '../model.ts'
import { compareUnmanaged, outsideHomes, provenPrograms } from './compare-unmanaged.ts'
import * as texts from './texts.ts'

const unmanagedPlanSchema = z.object({ onlyHere: z.array(programSchema) })
export type UnmanagedPlan = z.infer<typeof unmanagedPlanSchema>

export const emptyUnmanagedPlan: UnmanagedPlan = { onlyHere: [] }

export function createUnmanagedStep(whole: StepDeclaration): Step<UnmanagedPlan> {
  return {
    ...whole,
    planSchema: unmanagedPlanSchema,
    probe: async (pair, { signal }) => ({ onlyHere: [...(await compareUnmanaged(pair, { signal })).onlyHere] }),
    preview,
    run: (pair) => Promise.resolve({ text: texts.nothingDone(pair.to.label), bytes: 0, items: 0 }),
    verify: (pair, _plan, _answers, { signal }) => verifyTold(pair, provenPrograms, { signal }),
  }
}

function preview({ onlyHere }: UnmanagedPlan, { from, to }: Pair): Preview {
  const left = outsideHomes(onlyHere)
  const inHomes = onlyHere.filter(({ inHome }) => inHome)
  return {
    summary: left.length === 0 ? '' : texts.inPlan(left.length),
    ...{ pages: [wizardPages.packages], questions: [], blockers: [] },
    blocks: [
      ...changesBlock(
        [texts.title, texts.summaryOf(left.length, from.label, to.label)],
        left.map((one) => ({ ...named(one), effect: 'cannot', detail: texts.detail(one.by) })),
      ),
      ...changesBlock(
        [texts.titleInHomes, texts.summaryInHomes(inHomes.length, from.label)],
        inHomes.map((one) => ({ ...named(one), effect: 'keep', detail: texts.detailInHome })),
      ),
    ],
    estimate: { bytes: 0, items: 0, ms: 0 },
  }
}

function named(one: Program) {
  return { name: shownProgram(one), kind: texts.kinds[one.by], listedAs: otherKeys.program(one.place) }
}

export const checkAllUnmanaged = checkTold(provenPrograms)
