import { measureDownload } from '../../../tools/apt/apt-get.ts'
import { stampOfApt } from '../../../tools/apt/apt-stamp.ts'
import { listDpkgPackages, nativeArchitectureOf } from '../../../tools/apt/dpkg-query.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
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
import { describePackages } from './describe-packages.ts'
import { findOffers, listsBeside } from './fresh-offers.ts'
import { fitPackages } from './fit-packages.ts'
import { aptAsker, wordsOf, type AskApt, type Transaction } from './simulate.ts'

/** Of what apt depends on in other ways, as the age of its lists, it is asked again. */
const rememberedMs = 10 * 60_000

/** A plan is made again when it is started: asked the same, with nothing changed that apt reads, apt is not asked twice. */
export function createSimulateAnswer(): Answer {
  let last: { readonly key: string; readonly at: number; readonly simulation: SimulationAnswer } | undefined
  return answer(simulatePackages, async (input, { signal }) => {
    const key = JSON.stringify([input, await stampOfApt([listsBeside])])
    if (last?.key === key && performance.now() - last.at < rememberedMs) return last.simulation
    const simulation = await simulate(input, { signal })
    last = { key, at: performance.now(), simulation }
    return simulation
  })
}

interface Request {
  readonly install: readonly PackageVersion[]
  readonly remove: readonly PackageRef[]
  readonly consider: readonly PackageRef[]
}

async function simulate(request: Request, options: RunOptions): Promise<SimulationAnswer> {
  const known = await listDpkgPackages(options)
  const nativeArch = nativeArchitectureOf(known)
  const present = new Map(describePackages(known, new Set(), nativeArch).map((one) => [keyOf(one), one]))
  const { choice, view } = await findOffers(request.install, nativeArch, options)
  const ask = aptAsker(nativeArch, view, options)
  const remove = request.remove.filter((ref) => present.has(keyOf(ref)))
  const { accepted, actions, rejected } = await fitPackages(choice.available, remove, ask)
  const base = { install: accepted, remove, actions }
  const [removals, downloadBytes] = await Promise.all([
    considerRemovals(request.consider, base, present, ask),
    accepted.length === 0 ? 0 : measureDownload(wordsOf(base), view, options),
  ])
  return {
    accepted: [...accepted],
    actions: [...actions],
    rejected: [...choice.unavailable, ...rejected],
    removals,
    downloadBytes,
  }
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
      const outlook = await ask({ install: base.install, remove: [...base.remove, asked] })
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
