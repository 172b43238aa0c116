/** All ways in which programs come to a laptop, as the one part of a switch that is called Packages. */
import type { FullCheck } from '../../../commons/capability/app-capability.ts'
import type { PackageRule } from '../../../contract/package-rule.ts'
import type { VerifiedArea } from '../../../contract/verify-calls.ts'
import { anyStep } from '../../../switch/any-step.ts'
import { joinSteps } from '../../../switch/join-steps.ts'
import type { AnyStep, Pair } from '../../../switch/step.ts'
import { emptyAlternativesPlan } from '../alternatives/on-pair/alternatives-plan.ts'
import { createAlternativesStep } from '../alternatives/on-pair/alternatives-step.ts'
import { checkAllAlternatives } from '../alternatives/on-pair/check-alternatives.ts'
import {
  createEtcSettingsStep,
  emptyEtcSettingsPlan,
  type EtcDecisions,
} from '../etc-settings/on-pair/etc-settings-step.ts'
import { checkAllDiversions, createDiversionsStep, emptyDiversionsPlan } from '../diversions/on-pair/diversions-step.ts'
import { checkAllFlatpaks } from '../flatpak/on-pair/check-flatpaks.ts'
import { emptyFlatpakPlan } from '../flatpak/on-pair/flatpak-plan.ts'
import { createFlatpakStep } from '../flatpak/on-pair/flatpak-step.ts'
import { checkAllSnaps } from '../snap/on-pair/check-snaps.ts'
import { emptySnapPlan } from '../snap/on-pair/snap-plan.ts'
import { createSnapStep } from '../snap/on-pair/snap-step.ts'
import { checkAllUnmanaged, createUnmanagedStep, emptyUnmanagedPlan } from '../unmanaged/on-pair/unmanaged-step.ts'
import {
  checkAllUnitsByHand,
  createUnitsByHandStep,
  emptyUnitsByHandPlan,
} from '../units-by-hand/on-pair/units-by-hand-step.ts'
import { checkAllPackages } from './check-all.ts'
import { createPackagesStep, packagesInfo } from './packages-step.ts'
import type { PersonRules } from './probe-packages.ts'

/** apt first: it may be what brings the others. `readRules`: of the laptop that is left. */
export function createProgramsStep(readRules: (pair: Pair) => Promise<PersonRules & EtcDecisions>): AnyStep {
  const readLines = async (pair: Pair) => (await readRules(pair)).rules
  const parts = {
    apt: anyStep(createPackagesStep(readRules)),
    flatpak: anyStep(createFlatpakStep(packagesInfo, readLines)),
    snap: anyStep(createSnapStep(packagesInfo, readLines)),
    alternatives: anyStep(createAlternativesStep(packagesInfo, readLines)),
    unmanaged: anyStep(createUnmanagedStep(packagesInfo)),
    settings: anyStep(createEtcSettingsStep(packagesInfo, readRules)),
    diversions: anyStep(createDiversionsStep(packagesInfo)),
    unitsByHand: anyStep(createUnitsByHandStep(packagesInfo)),
  }
  const absent = {
    ...{ flatpak: emptyFlatpakPlan, snap: emptySnapPlan },
    ...{ alternatives: emptyAlternativesPlan, unmanaged: emptyUnmanagedPlan },
    ...{ settings: emptyEtcSettingsPlan, diversions: emptyDiversionsPlan },
    unitsByHand: emptyUnitsByHandPlan,
  }
  return joinSteps(packagesInfo, parts, absent)
}

/** `readRules`: what the person decided once and for all, where the latest work is. */
export function checkAllPrograms(readRules: () => Promise<readonly PackageRule[]>): FullCheck {
  const [checkPackages, checkFlatpaks] = [checkAllPackages(readRules), checkAllFlatpaks(readRules)]
  const [checkSnaps, checkAlternatives] = [checkAllSnaps(readRules), checkAllAlternatives(readRules)]
  return async (pair, last, options) => {
    const [first, ...others] = await Promise.all([
      checkPackages(pair, last, options),
      checkFlatpaks(pair, last, options),
      checkSnaps(pair, last, options),
      checkAlternatives(pair, last, options),
      checkAllUnmanaged(pair, last, options),
      checkAllDiversions(pair, last, options),
      checkAllUnitsByHand(pair, last, options),
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
