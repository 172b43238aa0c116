/** All ways in which programs come to a laptop, as the one part of a switch that is called Packages. */
import type { FullCheck } from '../../../commons/capability/app-capability.ts'
import type { PackageRule } from '../../../contract/package-rule.ts'
import type { VerifiedArea } from '../../../contract/verify-calls.ts'
import { anyStep } from '../../../switch/any-step.ts'
import { joinSteps } from '../../../switch/join-steps.ts'
import type { AnyStep } from '../../../switch/step.ts'
import { alternativesSource } from '../alternatives/on-pair/source.ts'
import { flatpakSource } from '../flatpak/on-pair/source.ts'
import { snapSource } from '../snap/on-pair/source.ts'
import { toldSources } from '../told/on-pair/told.ts'
import { checkAllPackages } from './check-all.ts'
import { createPackagesStep, packagesDeclaration } from './packages-step.ts'
import type { Decided, ProgramSource } from './programs/program-source.ts'

/** apt first: it may be what brings the others. `readAll`: of the source. */
export function createProgramsStep(readAll: Decided['readAll']): AnyStep {
  const decided: Decided = { readAll, readLines: async (pair) => (await readAll(pair)).rules }
  const others = programSources.map(({ key, createStep }) => [key, createStep(packagesDeclaration, decided)] as const)
  const parts = { apt: anyStep(createPackagesStep(readAll)), ...Object.fromEntries(others) }
  return joinSteps(packagesDeclaration, parts)
}

/** `readRules`: what the person decided once and for all, where the latest work is. */
export function checkAllPrograms(readRules: () => Promise<readonly PackageRule[]>): FullCheck {
  const checkPackages = checkAllPackages(readRules)
  const checks = programSources.flatMap(({ createCheck }) => createCheck?.(readRules) ?? [])
  return async (pair, last, options) => {
    const [first, ...others] = await Promise.all([
      checkPackages(pair, last, options),
      ...checks.map((check) => check(pair, last, options)),
    ])
    return others.reduce(joinAreas, first)
  }
}

type Listed = VerifiedArea['differs']

function joinAreas(one: VerifiedArea, other: VerifiedArea): VerifiedArea {
  const list = (of: (area: VerifiedArea) => Listed): Listed => ({
    count: of(one).count + of(other).count,
    items: [...of(one).items, ...of(other).items],
  })
  return {
    ...{ title: one.title, compared: one.compared + other.compared, bytesRead: one.bytesRead + other.bytesRead },
    differs: list(({ differs }) => differs),
    asChosen: list(({ asChosen }) => asChosen),
    notCompared: list(({ notCompared }) => notCompared),
    leftOut: [...one.leftOut, ...other.leftOut],
    notes: [...one.notes, ...other.notes],
  }
}

/** In the order in which they are run, after apt. */
export const programSources: readonly ProgramSource[] = [flatpakSource, snapSource, alternativesSource, ...toldSources]
