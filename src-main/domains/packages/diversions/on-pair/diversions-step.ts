/** Files of packages that somebody diverted: told, never carried. A part of the step of packages. */
import { z } from 'zod'
import type { Preview } from '../../../../contract/preview.ts'
import type { StepInfo, Verification } from '../../../../contract/switch-state.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair, Step } from '../../../../switch/step.ts'
import { changesBlock } from '../../on-pair/apps/app-question.ts'
import { itemNotCompared } from '../../on-pair/proof/not-compared-item.ts'
import { diversionSchema } from '../verbs.ts'
import { compareDiversions, shown } from './compare-diversions.ts'
import * as texts from './texts.ts'

const diversionsPlanSchema = z.object({ onlyHere: z.array(diversionSchema) })
export type DiversionsPlan = z.infer<typeof diversionsPlanSchema>

export const emptyDiversionsPlan: DiversionsPlan = { onlyHere: [] }

export function createDiversionsStep(info: StepInfo): Step<DiversionsPlan> {
  return {
    info,
    changesLaptop: false,
    planSchema: diversionsPlanSchema,
    probe: async (pair, { signal }) => ({ onlyHere: [...(await compareDiversions(pair, { signal })).onlyHere] }),
    preview,
    run: (pair) => Promise.resolve({ text: texts.nothingDone(pair.to.label), bytes: 0, items: 0 }),
    verify: (pair, _plan, _answers, { signal }) => verifyDiversions(pair, { signal }),
  }
}

function preview({ onlyHere }: DiversionsPlan, { from, to }: Pair): Preview {
  return {
    summary: onlyHere.length === 0 ? '' : texts.inPlan(onlyHere.length),
    ...{ pages: [wizardPages.packages], questions: [], blockers: [] },
    blocks: [
      ...changesBlock(
        [texts.title, texts.summaryOf(onlyHere.length, from.label, to.label)],
        onlyHere.map((one) => ({ effect: 'cannot', name: one.path, kind: 'file', detail: texts.detail(one.to) })),
      ),
    ],
    estimate: { bytes: 0, items: 0, ms: 0 },
  }
}

async function verifyDiversions(pair: Pair, options: CallOptions): Promise<Verification> {
  const { onlyHere, onlyThere } = await compareDiversions(pair, options)
  const names = [...onlyHere, ...onlyThere].map(shown)
  const count = names.length
  if (count === 0) return { items: [], notes: [] }
  const text = texts.proof({ here: onlyHere.length, there: onlyThere.length }, pair.from.label, pair.to.label)
  const notCompared = { why: 'left-out' as const, count, what: texts.what(count), names }
  return { items: [itemNotCompared([texts.title, text], notCompared)], notes: [] }
}
