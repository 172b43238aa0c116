import type { AppPaths } from './app-paths.ts'
import type { AnyStep } from '../switch/step.ts'

/** The steps of a switch, in the order the wizard lists them; what waits for what is in each step's `after`. */
export function createSteps(_paths: AppPaths): readonly AnyStep[] {
  return []
}
