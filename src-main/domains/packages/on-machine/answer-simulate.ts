import { hash } from 'node:crypto'
import { aptArchives, listArchives } from '../../../tools/apt/apt-archives.ts'
import { stampOfApt } from '../../../tools/apt/apt-stamp.ts'
import type { AptView } from '../../../tools/apt/apt-view.ts'
import { listDpkgPackages, nativeArchitectureOf } from '../../../tools/apt/dpkg-query.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import { answer, type Answer, type AnswerContext } from '../../../machine/machine.ts'
import {
  describeAction,
  keyOf,
  type InstalledPackage,
  type PackageAction,
  type PackageRef,
  type PackageVersion,
  type SimulationAnswer,
} from '../model.ts'
import { simulatePackages } from '../verbs.ts'
import { trySource } from '../source-verbs.ts'
import { isUsable } from '../sources-model.ts'
import { packagesMessages } from '../messages.ts'
import { describeHeldAbsent, describePackages } from './describe-packages.ts'
import { findOffers, findOffersIn, listsBeside, type Offers } from './fresh-offers.ts'
import { fitPackages } from './fit-packages.ts'
import { aptAsker, wordsOf, type AskApt, type Transaction, needsMending, type Limits } from './simulate.ts'
import { listsOfTried, trySourceBeside } from './try-source.ts'
import { hasBrokenDependencies } from '../../../tools/apt/apt-get.ts'

/** Of what apt depends on in other ways, as the age of its lists, it is asked again. */
const rememberedMs = 10 * 60_000

/** A plan is made again when it is started: asked the same, with nothing changed that apt reads, apt is not asked twice. */
export function createSimulateAnswers(): readonly Answer[] {
  return [
    answer(
      simulatePackages,
      remembering(
        ({ architectures }) => [listsBeside(architectures)],
        async (request, options) => {
          const nativeArch = nativeArchitectureOf(await listDpkgPackages(options))
          return simulate(request, await findOffers({ ...request, nativeArch }, options), options)
        },
      ),
    ),
    answer(
      trySource,
      remembering(
        ({ source, architectures }) => [listsBeside(architectures), listsOfTried(source, architectures)],
        simulateWithSource,
      ),
    ),
  ]
}

/** `listsFor`: lists that the answer comes of, besides apt's own. */
function remembering<I, O>(
  listsFor: (input: I) => readonly string[],
  ask: (input: I, options: RunOptions) => Promise<O>,
): (input: I, context: AnswerContext) => Promise<O> {
  const known = new Map<string, { readonly at: number; readonly answered: O }>()
  return async (input, { signal }) => {
    for (const [key, { at }] of known) if (performance.now() - at >= rememberedMs) known.delete(key)
    const key = hash('sha256', JSON.stringify([input, await stampOfApt(listsFor(input))]))
    const before = known.get(key)
    if (before !== undefined) return before.answered
    const answered = await ask(input, { signal })
    known.set(key, { at: performance.now(), answered })
    return answered
  }
}

/** Only what it makes possible is asked of it: removals are considered without it. */
async function simulateWithSource(
  { source, install, wanted, architectures, leave, unhold }: Parsed<typeof trySource>,
  options: RunOptions,
): Promise<Output<typeof trySource>> {
  const nativeArch = nativeArchitectureOf(await listDpkgPackages(options))
  const base = await findOffers({ install, nativeArch, architectures }, options)
  const { state, view } = await trySourceBeside({ source, architectures }, base.view, options)
  if (!isUsable(state)) return { state }
  const request = { install: [...install, ...wanted], remove: [], consider: [], leave, unhold }
  const offers = await findOffersIn(view, { install: request.install, nativeArch, architectures }, options)
  return { state, simulation: await simulate(request, offers, options) }
}

/** Of no interest to apt. */
const nothingMarked = { automatic: new Set<string>(), hardwareFiles: new Map<string, never>() }

interface Request {
  readonly install: readonly PackageVersion[]
  readonly remove: readonly PackageRef[]
  readonly consider: readonly PackageRef[]
  readonly leave: readonly PackageRef[]
  readonly unhold: readonly PackageRef[]
}

async function simulate(request: Request, { choice, view }: Offers, options: RunOptions): Promise<SimulationAnswer> {
  const installed = await listDpkgPackages(options)
  const nativeArch = nativeArchitectureOf(installed)
  const present = new Map(describePackages(installed, nothingMarked, nativeArch).map((one) => [keyOf(one), one]))
  const repairs = await findRepairs(nativeArch, view, options)
  const base = repairs === undefined ? view : ({ ...view, repairs: true } as const)
  const ask = aptAsker(nativeArch, base, options)
  const wanted = new Set(request.install.map(keyOf))
  // apt goes on removing these whatever it is asked.
  const halfRemoved = [...present.values()].filter((one) => one.halfRemoved === true && !wanted.has(keyOf(one)))
  const going = halfRemoved.map(({ name, arch }) => ({ name, arch }))
  const asked = { remove: [...request.remove.filter((ref) => present.has(keyOf(ref))), ...going], leave: request.leave }
  const isUnheld = new Set(request.unhold.map(keyOf))
  const heldAbsent = describeHeldAbsent(installed, nativeArch).filter((one) => !isUnheld.has(keyOf(one)))
  const heldThere = [...present.values()].filter((one) => one.hold && !one.torn && !isUnheld.has(keyOf(one)))
  const limits = { ...limitsWith(repairs ?? [], asked), held: [...heldAbsent, ...heldThere] }
  const isKeptOut = new Set(heldAbsent.map(keyOf))
  const open = choice.available.filter((one) => !isKeptOut.has(keyOf(one)))
  const { accepted, actions: fitting, rejected } = await fitPackages(open, limits, ask)
  const keptOut = choice.available
    .filter((one) => isKeptOut.has(keyOf(one)))
    .map((one) => ({ ...one, reason: packagesMessages.keptOut({ name: one.name }), needsRemoval: [], actions: [] }))
  const actions = fitting.length === 0 ? (repairs ?? []) : fitting
  const planned = { install: accepted, remove: limits.remove, actions }
  const [removals, downloadBytes] = await Promise.all([
    considerRemovals(request.consider, planned, present, ask),
    actions.length === 0 ? 0 : measureDownload(planned, base, options),
  ])
  return {
    accepted: [...accepted],
    actions: [...actions],
    rejected: [...choice.unavailable, ...keptOut, ...rejected],
    removals,
    downloadBytes,
    ...(repairs === undefined ? {} : { repairs: [...repairsAmong(repairs, actions)] }),
  }
}

async function measureDownload(transaction: Transaction, view: AptView, options: RunOptions): Promise<number> {
  const archives = await listArchives(wordsOf(transaction), { view, cache: aptArchives }, options)
  return archives.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** One after the other, because each takes a processor. Packages that nothing depends on remove nothing else. */
async function considerRemovals(
  candidates: readonly PackageRef[],
  base: Transaction & { readonly actions: readonly PackageAction[] },
  present: ReadonlyMap<string, InstalledPackage>,
  ask: AskApt,
): Promise<SimulationAnswer['removals']> {
  const needed = new Set([...present.values()].flatMap(({ needs }) => needs))
  const removals: SimulationAnswer['removals'] = []
  for (const asked of candidates) {
    const version = present.get(keyOf(asked))?.version
    if (version === undefined) continue
    if (!needed.has(asked.name)) removals.push({ asked, actions: [{ act: 'remove', ...asked, before: version }] })
    else {
      const install = base.install.filter((one) => keyOf(one) !== keyOf(asked))
      const outlook = await ask({ install, remove: [...base.remove, asked] })
      removals.push({
        asked,
        actions: outlook.kind === 'possible' ? withoutBase(outlook.actions, base.actions) : [],
      })
    }
  }
  return removals
}

function withoutBase(actions: readonly PackageAction[], base: readonly PackageAction[]): PackageAction[] {
  const known = new Set(base.map(describeAction))
  return actions.filter((action) => !known.has(describeAction(action)))
}

/** Undefined where nothing is broken, or apt changes nothing for it. Throws AppError "packages-failed" where it finds no way. */
async function findRepairs(
  nativeArch: string,
  view: AptView,
  options: RunOptions,
): Promise<readonly PackageAction[] | undefined> {
  if (!(await hasBrokenDependencies(options))) return undefined
  const outlook = await aptAsker(nativeArch, { ...view, repairs: true }, options)({ install: [], remove: [] })
  if (outlook.kind === 'impossible') throw needsMending(outlook.words)
  return outlook.actions.length === 0 ? undefined : outlook.actions
}

/** What they remove may go. What they change is not left alone: nothing at all would be possible. */
export function limitsWith(
  repairs: readonly PackageAction[],
  { remove, leave }: Omit<Limits, 'held'>,
): Omit<Limits, 'held'> {
  const changed = new Set(repairs.map(keyOf))
  const going = repairs.filter(({ act }) => act === 'remove').map(({ name, arch }) => ({ name, arch }))
  return { remove: [...remove, ...going], leave: leave.filter((one) => !changed.has(keyOf(one))) }
}

/** The part of `actions` that does what the repairs would do alone: what they remove may be updated instead. Never empty if `actions` is not. */
export function repairsAmong(
  repairs: readonly PackageAction[],
  actions: readonly PackageAction[],
): readonly PackageAction[] {
  const changed = new Set(repairs.map(keyOf))
  const among = actions.filter((one) => changed.has(keyOf(one)))
  return among.length > 0 ? among : actions
}
