/** The checks of all steps as one table. */
import type { CheckRow } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'

export function checkRowsOf(plan: PlanView): readonly CheckRow[] {
  return plan.steps.flatMap((step) =>
    (plan.previews[step.id]?.blocks ?? []).flatMap((block) => (block.kind === 'checks' ? block.rows : [])),
  )
}

/** Rows that are not simply passed, and are no blocker either: the person should know and may go on. */
export function warningsOf(rows: readonly CheckRow[]): readonly CheckRow[] {
  return rows.filter(({ from, to }) => [from.tone, to.tone].some((tone) => tone === 'warning' || tone === 'unknown'))
}
