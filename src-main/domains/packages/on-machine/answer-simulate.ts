import { measureDownload } from '../../../tools/apt-get.ts'
import { readOffers } from '../../../tools/apt-cache.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { answer } from '../../../machine/machine.ts'
import {
  describeAction,
  keyOf,
  type Capture,
  type PackageAction,
  type PackageRef,
  type PackageVersion,
  type SimulationAnswer,
} from '../model.ts'
import { simulatePackages } from '../verbs.ts'
import { capture } from './answer-capture.ts'
import { chooseVersions } from './choose-versions.ts'
import { fitPackages } from './fit-packages.ts'
import { aptAsker, wordsOf, type AskApt, type Transaction } from './simulate.ts'

export const answerSimulate = answer(simulatePackages, async (input, { signal }) => simulate(input, { signal }))

interface Wish {
  readonly install: readonly PackageVersion[]
  readonly remove: readonly PackageRef[]
  readonly consider: readonly PackageRef[]
}

export async function simulate(wish: Wish, options: RunOptions): Promise<SimulationAnswer> {
  const now = await capture(options)
  const ask = aptAsker(now.nativeArch, options)
  const offers = await readOffers(wish.install.map(keyOf), options)
  const { available, unavailable } = chooseVersions(wish.install, offers, now.nativeArch)
  const remove = wish.remove.filter(isIn(now))
  const { accepted, rejected } = await fitPackages(available, remove, ask)
  const outlook = await ask({ install: accepted, remove })
  const actions = outlook.kind === 'possible' ? [...outlook.actions] : []
  const [removals, downloadBytes] = await Promise.all([
    considerRemovals(wish.consider.filter(isIn(now)), { install: accepted, remove, actions }, now, ask),
    accepted.length === 0 ? 0 : measureDownload(wordsOf({ install: accepted, remove }), options),
  ])
  return { accepted: [...accepted], actions, rejected: [...unavailable, ...rejected], removals, downloadBytes }
}

function isIn(now: Capture): (ref: PackageRef) => boolean {
  const present = new Set(now.packages.map(keyOf))
  return (ref) => present.has(keyOf(ref))
}

/** One after the other: each takes a processor, and there are few that others need. */
async function considerRemovals(
  candidates: readonly PackageRef[],
  base: Transaction & { readonly actions: readonly PackageAction[] },
  now: Capture,
  ask: AskApt,
): Promise<SimulationAnswer['removals']> {
  const needed = new Set(now.packages.flatMap(({ needs }) => needs))
  const removals: SimulationAnswer['removals'] = []
  for (const asked of candidates) {
    const before = now.packages.find((one) => keyOf(one) === keyOf(asked))?.version ?? ''
    const alone = { act: 'remove' as const, ...asked, before }
    if (!needed.has(asked.name)) removals.push({ asked, actions: [alone] })
    else {
      const outlook = await ask({ install: base.install, remove: [...base.remove, asked] })
      removals.push({ asked, actions: outlook.kind === 'possible' ? withoutBase(outlook.actions, base.actions) : [] })
    }
  }
  return removals
}

function withoutBase(actions: readonly PackageAction[], base: readonly PackageAction[]): PackageAction[] {
  const known = new Set(base.map(describeAction))
  return actions.filter((action) => !known.has(describeAction(action)))
}
