import type { AppPaths } from './app-paths.ts'
import type { AnyStep } from '../switch/step.ts'
import { openSystemState } from '../commons/system-state/on-pair/open-system-state.ts'
import { createRecordStep } from '../commons/system-state/on-pair/record-step.ts'
import { packagesManifests } from '../domains/packages/on-pair/packages-manifest.ts'
import { createPackagesStep } from '../domains/packages/on-pair/packages-step.ts'
import { anyStep } from '../switch/any-step.ts'

/** The steps of a switch, in the order the wizard lists them; what waits for what is in each step's `after`. */
export function createSteps(paths: AppPaths): readonly AnyStep[] {
  const systemState = openSystemState(paths.systemState)
  return [anyStep(createRecordStep(systemState, [packagesManifests])), anyStep(createPackagesStep())]
}
