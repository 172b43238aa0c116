/** All capabilities as one, for the app and for each of them. Knows none by name. */
import type {
  AfterSwitch,
  AppCapability,
  AppParts,
  CapabilityPage,
  DoctorCheck,
  FullCheck,
  Holding,
  LaptopFacts,
} from '../commons/capability/app-capability.ts'
import type { Area } from '../commons/capability/area.ts'
import { optionalCheck, optionalStep } from '../commons/settings/optional-step.ts'
import { homeArea, systemArea } from '../commons/snapshot-sets/areas.ts'
import { readerOf } from '../commons/system-state/on-pair/work-state.ts'
import { calls } from '../contract/calls.ts'
import { laptopFactsSchema } from '../contract/overview-calls.ts'
import type { Handlers } from '../contract/handlers.ts'
import type { Setting } from '../contract/settings-calls.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Machine } from '../machine/machine.ts'
import type { AnyStep } from '../switch/step.ts'
import { noSuchPage } from './texts.ts'
import { createWhy } from './why.ts'

export interface JoinedApp {
  readonly steps: readonly AnyStep[]
  readonly holdings: readonly Holding[]
  readonly afterSwitch: readonly AfterSwitch[]
  readonly doctorChecks: readonly DoctorCheck[]
  readonly fullChecks: readonly FullCheck[]
  readonly settings: readonly Setting[]
  readonly pages: Pick<Handlers, 'pagesList' | 'pagesRead'>
  readonly why: ReturnType<typeof createWhy>
  readonly readFacts: (machine: Machine) => Promise<LaptopFacts>
  /** With the app's own, all handlers, each as `watched` makes it. Throws when a call is answered by two, or by nobody. */
  readonly withOwn: (own: Partial<Handlers>, watched: (all: Handlers) => Handlers) => Handlers
}

/** The system and /home first. */
export function allAreas(capabilities: readonly AppCapability[]): readonly Area[] {
  return [systemArea, homeArea, ...capabilities.flatMap((one) => one.areas ?? [])]
}

export type OwnParts = Omit<AppParts, 'areas' | 'copied' | 'keeps' | 'contributors' | 'steps' | 'calls'>

export function joinApp(capabilities: readonly AppCapability[], own: OwnParts): JoinedApp {
  let handlers: Handlers | undefined
  const parts: AppParts = {
    ...own,
    areas: allAreas(capabilities),
    copied: capabilities.flatMap((one) => one.copies ?? []),
    keeps: capabilities.flatMap((one) => one.keeps ?? []),
    steps: () => steps,
    contributors: () => capabilities.flatMap((one) => one.contributors?.(parts) ?? []),
    calls: () => {
      if (handlers === undefined) throw new Error('not all capabilities are there yet')
      return handlers
    },
  }
  const steps = inOrder(capabilities.flatMap((one) => stepsOf(one, parts)))
  const answered = capabilities.map((one) => one.handlers?.(parts) ?? {})
  return {
    steps,
    holdings: capabilities.flatMap((one) => one.holdings?.(parts) ?? []),
    afterSwitch: capabilities.flatMap((one) => one.afterSwitch?.(parts) ?? []),
    fullChecks: capabilities.flatMap((one) => fullCheckOf(one, parts) ?? []),
    doctorChecks: capabilities.flatMap((one) => one.doctorChecks ?? []),
    pages: pagesOf(
      capabilities.flatMap(({ page }) => page ?? []),
      parts,
    ),
    why: createWhy(capabilities, parts),
    settings: capabilities.flatMap((one) => one.settings?.(parts) ?? []),
    readFacts: (machine) => readFacts(capabilities, machine, parts),
    withOwn: (ownHandlers, watched) => (handlers = watched(joinHandlers([...answered, ownHandlers]))),
  }
}

function pagesOf(pages: readonly CapabilityPage[], parts: AppParts): JoinedApp['pages'] {
  return {
    pagesList: () => Promise.resolve({ pages: pages.map(({ does: _does, read: _read, ...entry }) => entry) }),
    pagesRead: ({ id }) => {
      const page = pages.find((one) => one.id === id)
      if (page === undefined) throw new AppError({ code: 'not-found', ...noSuchPage(id) })
      return page.read(parts)
    },
  }
}

function stepsOf({ steps, copies }: AppCapability, parts: AppParts): readonly AnyStep[] {
  const all = steps?.(parts) ?? []
  return copies?.isOptional === true ? all.map((step) => optionalStep(step, copies.id, parts.workState.of)) : all
}

function fullCheckOf({ fullCheck, copies }: AppCapability, parts: AppParts): FullCheck | undefined {
  const check = fullCheck?.(parts)
  return check === undefined || copies?.isOptional !== true
    ? check
    : optionalCheck(check, copies, readerOf(parts.workState))
}

/** As they stand, but each behind those that it comes after. */
export function inOrder(steps: readonly AnyStep[]): readonly AnyStep[] {
  const all = new Set(steps.map(({ info }) => info.id))
  const done = new Set<AnyStep['info']['id']>()
  const ordered: AnyStep[] = []
  const isNext = (step: AnyStep): boolean =>
    !done.has(step.info.id) && step.info.after.every((id) => done.has(id) || !all.has(id))
  for (let next = steps.find(isNext); next !== undefined; next = steps.find(isNext)) {
    ordered.push(next)
    done.add(next.info.id)
  }
  return ordered
}

async function readFacts(
  capabilities: readonly AppCapability[],
  machine: Machine,
  parts: AppParts,
): Promise<LaptopFacts> {
  const shares = await Promise.all(capabilities.map(async (one) => one.laptopFacts?.(machine, parts)))
  return laptopFactsSchema.parse(shares.reduce((facts, share) => ({ ...facts, ...share }), {}))
}

function joinHandlers(many: readonly Partial<Handlers>[]): Handlers {
  const keys = many.flatMap((handlers) => Object.keys(handlers))
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw new Error(`the call "${twice}" is answered by two capabilities`)
  const joined = many.reduce((all, handlers) => ({ ...all, ...handlers }), {})
  requireAll(joined)
  return joined
}

function requireAll(handlers: Partial<Handlers>): asserts handlers is Handlers {
  const missing = Object.keys(calls).find((key) => !(key in handlers))
  if (missing !== undefined) throw new Error(`the call "${missing}" is answered by no capability`)
}
