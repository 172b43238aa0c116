import type { Pair, RunContext } from '../../../../switch/step.ts'
import type { Capture, PackageRef } from '../../model.ts'
import type { CaptureComparison } from '../compare-captures.ts'
import type { PackagesPlan } from '../packages-plan.ts'
import type { AgreedPackages } from '../apply-answers.ts'

/** Both laptops as they are now, beside what was agreed on. */
export interface Captured {
  readonly pair: Pair
  readonly plan: PackagesPlan
  readonly agreed: AgreedPackages
  readonly unanswered: RunContext['unanswered']
  /** The laptop that is left has them, and they were removed from the other one on the person's word. */
  readonly gone: readonly PackageRef[]
  /** Packages that are not brought: those that cannot be installed there, and those of which each laptop keeps its own. */
  readonly rejected: ReadonlySet<string>
  readonly from: Capture
  readonly to: Capture
  /** Services of `to`. */
  readonly failed: readonly string[]
  /** Without `rejected` and what only they want. What only `to` has is the same with them. */
  readonly comparison: CaptureComparison
}
