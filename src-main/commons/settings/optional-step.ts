/**
 * Parts of a switch that the person can turn off for both laptops. Such a step stays in the plan, so that plan, proof and
 * Activity say that this part was left as it is; it asks nothing, changes nothing and claims nothing.
 */
import { z } from 'zod'
import type { Preview } from '../../contract/preview.ts'
import type { AnyStep, PreparedStep } from '../../switch/step.ts'
import type { Copied, FullCheck } from '../capability/app-capability.ts'
import type { LeftState } from '../system-state/on-pair/left-state.ts'
import type { RulesOf } from '../system-state/on-pair/work-state.ts'
import { isCopied } from './settings-file.ts'
import * as texts from './texts.ts'

const plan = { turnedOff: true } as const
const planSchema = z.strictObject({ turnedOff: z.literal(true) })
const isOff = (other: unknown): boolean => planSchema.safeParse(other).success

const preview: Preview = {
  ...{ summary: texts.turnedOff, pages: [], blocks: [], questions: [], blockers: [] },
  estimate: { bytes: 0, items: 0, ms: 0 },
  turnedOff: true,
}

/** Whether it is on is read of the laptop that has the latest work, each time a plan is made. */
export function optionalStep(step: AnyStep, id: string, rulesOf: RulesOf): AnyStep {
  return {
    ...{ info: step.info, undo: step.undo, scopes: step.scopes ?? [] },
    prepare: async (pair, context) =>
      (await isCopied(id, rulesOf(pair))) ? turnedOn(await step.prepare(pair, context)) : turnedOff(step),
    restore: (agreed) => (isOff(agreed) ? turnedOff(step) : turnedOn(step.restore(agreed))),
  }
}

function turnedOn(prepared: PreparedStep): PreparedStep {
  const step: PreparedStep = {
    ...prepared,
    changedSince: (agreed, answers) =>
      isOff(agreed) ? [texts.turnedSince(prepared.info.title)] : prepared.changedSince(agreed, answers),
    asAgreed: (agreed, answers) => (isOff(agreed) ? step : turnedOn(prepared.asAgreed(agreed, answers))),
    newSince: (agreed) => (isOff(agreed) ? [] : prepared.newSince(agreed)),
  }
  return step
}

function turnedOff({ info, undo }: AnyStep): PreparedStep {
  const step: PreparedStep = {
    ...{ info, undo, plan, look: undefined, browse: undefined, listChanges: undefined },
    preview: () => preview,
    ready: () => Promise.resolve(),
    estimate: () => undefined,
    run: () => Promise.resolve({ text: texts.leftAsItIs, bytes: 0, items: 0 }),
    verify: () => Promise.resolve({ items: [], notes: [texts.notCompared(info.title)] }),
    changedSince: (agreed) => (isOff(agreed) ? [] : [texts.turnedSince(info.title)]),
    asAgreed: () => step,
    newSince: () => [],
    remember: () => Promise.resolve(),
  }
  return step
}

/** The same for a comparison outside of a switch. */
export function optionalCheck(
  check: FullCheck,
  { id, title }: Pick<Copied, 'id' | 'title'>,
  state: Pick<LeftState, 'readFile'>,
): FullCheck {
  const none = { count: 0, items: [] }
  return async (pair, last, options) =>
    (await isCopied(id, state))
      ? check(pair, last, options)
      : {
          ...{ title, compared: 0, bytesRead: 0, differs: none, notCompared: none, leftOut: [] },
          asChosen: { count: 1, items: [{ path: texts.wholeArea(title), differsIn: [] }] },
          notes: [texts.notCompared(title)],
        }
}
