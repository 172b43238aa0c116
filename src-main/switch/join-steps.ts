/** Several steps that are one to the person: with one title, one page, one line of what was done. */
import { z } from 'zod'
import type { Answers, Preview } from '../contract/preview.ts'
import type { StepOutcome, Verification } from '../contract/switch-state.ts'
import { joinBeforehand } from './get-beforehand.ts'
import type { AnyStep, Pair, PreparedStep, StepDeclaration } from './step.ts'

/** The main one first: where nothing was done its words say so. */
export type Parts = Readonly<Record<string, AnyStep>>
type PreparedParts = Readonly<Record<string, PreparedStep>>

const plansSchema = z.object({ parts: z.record(z.string(), z.unknown()) })

/**
 * Probed and proven side by side, run one after the other in this order. The plan has the plan of each, by its key. None of
 * them has anything to look at or to get ready.
 */
export function joinSteps(whole: StepDeclaration, parts: Parts): AnyStep {
  const { info, undo } = whole
  const plansOf = (plan: unknown) => plansSchema.parse(plan).parts
  const joined = (prepared: PreparedParts): PreparedStep => ({
    ...{ info, undo },
    plan: { parts: mapParts(prepared, ({ plan }) => plan) },
    ...acting(Object.values(prepared)),
    ...{ look: undefined, browse: undefined, listChanges: undefined },
    changedSince: (agreed, answers) => {
      const plans = plansOf(agreed)
      return Object.entries(prepared).flatMap(([key, part]) => part.changedSince(plans[key], answers))
    },
    newSince: (agreed) => {
      const plans = plansOf(agreed)
      return Object.entries(prepared).flatMap(([key, part]) => part.newSince(plans[key]))
    },
    asAgreed: (agreed, answers) => {
      const plans = plansOf(agreed)
      return joined(mapParts(prepared, (part, key) => part.asAgreed(plans[key], answers)))
    },
  })
  return {
    ...whole,
    prepare: async (pair, context) => {
      const entries = Object.entries(parts).map(
        async ([key, part]) => [key, await part.prepare(pair, context)] as const,
      )
      return joined(Object.fromEntries(await Promise.all(entries)))
    },
    restore: (plan) => {
      const plans = plansOf(plan)
      return joined(mapParts(parts, (part, key) => part.restore(plans[key])))
    },
  }
}

function mapParts<T, R>(parts: Readonly<Record<string, T>>, of: (part: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, of(part, key)]))
}

type Acting = Pick<PreparedStep, 'preview' | 'ready' | 'beforehand' | 'estimate' | 'run' | 'verify' | 'remember'>

function acting(all: readonly PreparedStep[]): Acting {
  const beforehand = joinBeforehand(all)
  return {
    preview: (pair: Pair) => joinPreviews(all.map((one) => one.preview(pair))),
    ready: () => Promise.resolve(),
    estimate: () => undefined,
    ...(beforehand === undefined ? {} : { beforehand }),
    run: async (pair, answers: Answers, context) => {
      const outcomes: StepOutcome[] = []
      for (const one of all) outcomes.push(await one.run(pair, answers, context))
      return joinOutcomes(outcomes)
    },
    verify: async (pair, answers, context): Promise<Verification> => {
      const proofs = await Promise.all(all.map((one) => one.verify(pair, answers, context)))
      return { items: proofs.flatMap(({ items }) => items), notes: proofs.flatMap(({ notes }) => notes) }
    },
    remember: async (pair, proof, answers) => {
      for (const one of all) await one.remember(pair, proof, answers)
    },
  }
}

/** A part with nothing to say has an empty summary. */
function joinPreviews(all: readonly Preview[]): Preview {
  const sum = (of: (one: Preview) => number): number => all.reduce((total, one) => total + of(one), 0)
  const rooms = all.flatMap((one) => one.rooms ?? [])
  return {
    summary: all.flatMap(({ summary }) => (summary === '' ? [] : [summary])).join(', '),
    pages: all.flatMap(({ pages }) => pages),
    blocks: all.flatMap(({ blocks }) => blocks),
    questions: all.flatMap(({ questions }) => questions),
    blockers: all.flatMap(({ blockers }) => blockers),
    estimate: {
      bytes: sum(({ estimate }) => estimate.bytes),
      items: sum(({ estimate }) => estimate.items),
      ms: sum(({ estimate }) => estimate.ms),
    },
    ...(rooms.length === 0 ? {} : { rooms }),
  }
}

/** What did nothing is not mentioned beside what did something. */
function joinOutcomes(all: readonly StepOutcome[]): StepOutcome {
  const busy = all.filter(({ items }) => items > 0)
  return {
    text: (busy.length === 0 ? all.slice(0, 1) : busy).map(({ text }) => text).join('. '),
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    items: all.reduce((sum, { items }) => sum + items, 0),
  }
}
