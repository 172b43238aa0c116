/** A part of the step of packages for what is told by name where one laptop alone has it, and never carried. */
import { z } from 'zod'
import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import type { Change, Preview } from '../../../../contract/preview.ts'
import type { Verification } from '../../../../contract/switch-state.ts'
import { wizardPages } from '../../../../contract/wizard-page.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { anyStep } from '../../../../switch/any-step.ts'
import type { Pair, Step, StepDeclaration } from '../../../../switch/step.ts'
import { changesBlock } from '../../on-pair/apps/app-question.ts'
import type { ProgramSource } from '../../on-pair/programs/program-source.ts'
import type { OnlyOnOne } from './only-on-one.ts'
import { checkedArea, onlyOn } from '../../on-pair/proof/checked-area.ts'
import { itemNotCompared } from '../../on-pair/proof/proof-item.ts'

/** `counted`: "2 diversions", of at least one. */
interface ToldTexts<T> {
  readonly title: string
  readonly counted: (all: readonly T[]) => string
  readonly what: (all: readonly T[]) => string
  readonly inPlan: (all: readonly T[]) => string
  readonly summaryOf: (all: readonly T[], from: string, to: string) => string
  readonly nothingDone: (label: string) => string
  /** "2 diversions only on XPS 13", unless it says so otherwise. */
  readonly onSide?: (all: readonly T[], label: string) => string
  /** What is not copied, and may be why. */
  readonly rule: string
}

export interface Told<T> {
  /** Of its part in plans. */
  readonly key: string
  /** Of one, in a plan. */
  readonly schema: z.ZodType<T>
  readonly compare: (pair: Pick<Pair, 'from' | 'to'>, options: CallOptions) => Promise<OnlyOnOne<T>>
  /** Its name in a proof; the same for what is the same. */
  readonly shown: (one: T) => string
  /** With what to do by hand. */
  readonly changeOf: (one: T) => Pick<Change, 'name' | 'kind' | 'detail' | 'listedAs' | 'bytes'>
  readonly texts: ToldTexts<T>
  /** It is each laptop's own: no full check tells that the two are not the same in it. */
  readonly isOfLaptop?: (one: T) => boolean
  /** The other laptop has one too, and nobody compared them. */
  readonly isOnBoth?: (one: T) => boolean
  /** Both side by side, for the page of programs. */
  readonly sideBySide?: (pair: Pair) => Promise<ComparedOther[]>
}

interface ToldPlan<T> {
  readonly onlyHere: readonly T[]
}

export function toldSource<T>(told: Told<T>): ProgramSource {
  const { key, sideBySide } = told
  return {
    key,
    createStep: (whole) => anyStep(createToldStep(whole, told)),
    createCheck: () => checkTold(told),
    ...(sideBySide && { compare: async (pair) => ({ packages: [], others: await sideBySide(pair) }) }),
  }
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
async function verifyTold<T>(pair: Pair, told: Told<T>, options: CallOptions): Promise<Verification> {
  const { compare, shown, texts } = told
  const { onlyHere, onlyThere } = await compare(pair, options)
  const all = [...onlyHere, ...onlyThere]
  if (all.length === 0) return { items: [], notes: [] }
  const onSide = texts.onSide ?? ((those, label) => `${texts.counted(those)} only on ${label}`)
  const side = (those: readonly T[], label: string) => (those.length > 0 ? [onSide(those, label)] : [])
  const sides = [...side(onlyHere, pair.from.label), ...side(onlyThere, pair.to.label)].join(', ')
  const notCompared = { why: 'left-out' as const, what: texts.what(all), names: all.map(shown) }
  return { items: [itemNotCompared([texts.title, `${sides}. ${texts.rule}`], notCompared)], notes: [] }
}

/** The same outside of a switch. */
export function checkTold<T>({ compare, shown, isOfLaptop, isOnBoth, texts: { title } }: Told<T>): FullCheck {
  return async ({ from, to }, last, { signal }) => {
    const { onlyHere, onlyThere } = await compare({ from, to }, { signal })
    const listed = (label: string, all: readonly T[]) =>
      all
        .filter((one) => isOfLaptop?.(one) !== true)
        .flatMap((one) =>
          isOnBoth?.(one) === true ? [{ path: shown(one), differsIn: [] }] : onlyOn(label, [shown(one)]),
        )
    const notCompared = [...listed(from.label, onlyHere), ...listed(to.label, onlyThere)]
    return checkedArea({ title, compared: 0, notCompared }, last)
  }
}
