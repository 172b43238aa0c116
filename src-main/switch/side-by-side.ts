import type { StepInfo } from '../contract/switch-state.ts'

/**
 * Does the same with each step at once, in answers in the order of the steps. Those that copy are begun first: they take longest,
 * and a laptop gets to what it is asked in that order.
 */
export function sideBySide<S extends { readonly info: Pick<StepInfo, 'stage'> }, T>(
  steps: readonly S[],
  work: (step: S) => Promise<T>,
): Promise<readonly T[]> {
  const [first, then] = [steps.filter(copies), steps.filter((step) => !copies(step))]
  const begun = new Map([...first, ...then].map((step) => [step, work(step)]))
  return Promise.all(steps.flatMap((step) => begun.get(step) ?? []))
}

function copies({ info }: { readonly info: Pick<StepInfo, 'stage'> }): boolean {
  return info.stage === 'copy'
}
