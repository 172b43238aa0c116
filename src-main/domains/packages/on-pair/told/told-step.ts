/** A part of the step of packages for what is told by name where one laptop alone has it, and never carried. */
import { z } from 'zod'
import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import type { Change, Preview } from '../../../../contract/preview.ts'
import type { Verification } from '../../../../contract/switch-state.ts'
import type { DifferingItem } from '../../../../contract/verify-calls.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair, Step, StepDeclaration } from '../../../../switch/step.ts'
import { changesBlock } from '../apps/app-question.ts'
import { itemNotCompared } from '../proof/not-compared-item.ts'

/** What each of the two laptops has alone. */
export interface OnlyOnOne<T> {
  readonly onlyHere: readonly T[]
  readonly onlyThere: readonly T[]
}

interface ToldTexts<T> {
  readonly title: string
  readonly inPlan: (all: readonly T[]) => string
  readonly summaryOf: (all: readonly T[], from: string, to: string) => string
  readonly nothingDone: (label: string) => string
  readonly what: (all: readonly T[]) => string
  readonly proof: (compared: OnlyOnOne<T>, from: string, to: string) => string
}

export interface Told<T> {
  /** Of one, in a plan. */
  readonly schema: z.ZodType<T>
  readonly compare: (pair: Pick<Pair, 'from' | 'to'>, options: CallOptions) => Promise<OnlyOnOne<T>>
  /** Its name in a proof. */
  readonly shown: (one: T) => string
  readonly changeOf: (one: T) => Pick<Change, 'name' | 'kind' | 'detail' | 'listedAs'>
  readonly texts: ToldTexts<T>
}

/** What a proof and a full check are made of. */
export type Proven<T> = Pick<Told<T>, 'compare' | 'shown'> & {
  readonly texts: Pick<ToldTexts<T>, 'title' | 'what' | 'proof'>
}

export interface ToldPlan<T> {
  readonly onlyHere: readonly T[]
}

export function createToldStep<T>(whole: StepDeclaration, told: Told<T>): Step<ToldPlan<T>> {
  return {
    ...whole,
    planSchema: z.object({ onlyHere: z.array(told.schema) }),
    probe: async (pair, { signal }) => ({ onlyHere: (await told.compare(pair, { signal })).onlyHere }),
    preview: (plan, pair) => preview(plan, pair, told),
    run: (pair) => Promise.resolve({ text: told.texts.nothingDone(pair.to.label), bytes: 0, items: 0 }),
    verify: (pair, _plan, _answers, { signal }) => verifyTold(pair, told, { signal }),
  }
}

function preview<T>({ onlyHere }: ToldPlan<T>, { from, to }: Pair, { texts, changeOf }: Told<T>): Preview {
  return {
    summary: onlyHere.length === 0 ? '' : texts.inPlan(onlyHere),
    ...{ pages: [wizardPages.packages], questions: [], blockers: [] },
    blocks: [
      ...changesBlock(
        [texts.title, texts.summaryOf(onlyHere, from.label, to.label)],
        onlyHere.map((one) => ({ effect: 'cannot', ...changeOf(one) })),
      ),
    ],
    estimate: { bytes: 0, items: 0, ms: 0 },
  }
}

/** Nothing where neither has anything alone. */
export async function verifyTold<T>(
  pair: Pair,
  { compare, shown, texts }: Proven<T>,
  options: CallOptions,
): Promise<Verification> {
  const compared = await compare(pair, options)
  const all = [...compared.onlyHere, ...compared.onlyThere]
  if (all.length === 0) return { items: [], notes: [] }
  const text = texts.proof(compared, pair.from.label, pair.to.label)
  const notCompared = { why: 'left-out' as const, count: all.length, what: texts.what(all), names: all.map(shown) }
  return { items: [itemNotCompared([texts.title, text], notCompared)], notes: [] }
}

/** The same outside of a switch. */
export function checkTold<T>({ compare, shown, texts: { title } }: Proven<T>): FullCheck {
  return async ({ from, to }, _last, { signal }) => {
    const { onlyHere, onlyThere } = await compare({ from, to }, { signal })
    const only = (all: readonly T[], label: string): DifferingItem[] =>
      all.map((one) => ({ path: shown(one), differsIn: ['missing'], onlyOn: label }))
    const items = [...only(onlyHere, from.label), ...only(onlyThere, to.label)]
    const none = { count: 0, items: [] }
    return {
      ...{ title, compared: 0, bytesRead: 0, differs: none, asChosen: none },
      notCompared: { count: items.length, items },
      ...{ leftOut: [], notes: [] },
    }
  }
}

/** Of two lists, what each has alone; `keyOf` is the same for what is the same. */
export function onlyOnOne<T>(here: readonly T[], there: readonly T[], keyOf: (one: T) => string): OnlyOnOne<T> {
  const without = (all: readonly T[], others: readonly T[]) => {
    const known = new Set(others.map(keyOf))
    return all.filter((one) => !known.has(keyOf(one)))
  }
  return { onlyHere: without(here, there), onlyThere: without(there, here) }
}
