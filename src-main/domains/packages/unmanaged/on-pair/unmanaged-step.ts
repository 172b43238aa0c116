/** Programs that no package manager knows: told, never copied. A part of the step of packages. */
import { z } from 'zod'
import type { Preview, PreviewBlock } from '../../../../contract/preview.ts'
import type { StepInfo, Verification } from '../../../../contract/switch-state.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair, Step } from '../../../../switch/step.ts'
import { itemNotCompared } from '../../on-pair/proof/not-compared-item.ts'
import { listUnmanaged } from '../verbs.ts'
import * as texts from './texts.ts'

const unmanagedPlanSchema = z.object({ onlyHere: z.array(z.string()) })
export type UnmanagedPlan = z.infer<typeof unmanagedPlanSchema>

export const emptyUnmanagedPlan: UnmanagedPlan = { onlyHere: [] }

export function createUnmanagedStep(info: StepInfo): Step<UnmanagedPlan> {
  return {
    info,
    changesLaptop: false,
    planSchema: unmanagedPlanSchema,
    probe: async (pair, { signal }) => ({ onlyHere: [...(await compareUnmanaged(pair, { signal })).onlyHere] }),
    preview,
    run: (pair) => Promise.resolve({ text: texts.nothingDone(pair.to.label), bytes: 0, items: 0 }),
    verify: (pair, _plan, _answers, { signal }) => verifyUnmanaged(pair, { signal }),
  }
}

interface Unmanaged {
  readonly onlyHere: readonly string[]
  readonly onlyThere: readonly string[]
}

/** By their places; what is in them is not read. */
export async function compareUnmanaged(
  { from, to }: Pick<Pair, 'from' | 'to'>,
  options: CallOptions,
): Promise<Unmanaged> {
  const [here, there] = await Promise.all([from.call(listUnmanaged, {}, options), to.call(listUnmanaged, {}, options)])
  const without = (all: readonly string[], others: readonly string[]) => {
    const known = new Set(others)
    return all.filter((one) => !known.has(one))
  }
  return { onlyHere: without(here.places, there.places), onlyThere: without(there.places, here.places) }
}

function preview({ onlyHere }: UnmanagedPlan, { from, to }: Pair): Preview {
  const block: PreviewBlock = {
    ...{ kind: 'changes', pageId: wizardPages.packages.id, title: texts.title, count: onlyHere.length },
    summary: texts.summaryOf(onlyHere.length, from.label, to.label),
    changes: onlyHere.map((place) => ({ effect: 'cannot', name: place, kind: 'file', detail: texts.detail })),
  }
  return {
    summary: onlyHere.length === 0 ? '' : texts.inPlan(onlyHere.length),
    ...{ pages: [wizardPages.packages], questions: [], blockers: [] },
    blocks: onlyHere.length === 0 ? [] : [block],
    estimate: { bytes: 0, items: 0, ms: 0 },
  }
}

async function verifyUnmanaged(pair: Pair, options: CallOptions): Promise<Verification> {
  const { onlyHere, onlyThere } = await compareUnmanaged(pair, options)
  const names = [...onlyHere, ...onlyThere]
  const count = names.length
  if (count === 0) return { items: [], notes: [] }
  const text = texts.proof({ here: onlyHere.length, there: onlyThere.length }, pair.from.label, pair.to.label)
  const notCompared = { why: 'left-out' as const, count, what: texts.what(count), names }
  return { items: [itemNotCompared([texts.title, text], notCompared)], notes: [] }
}
