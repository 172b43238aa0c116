import { Ban, Clock, Ellipsis, Laptop, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { forLater } from '../../../../src-main/contract/left-for-later.ts'
import type { Refusable } from '../../../../src-main/contract/package-rule.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { ActionMenu } from '../../../components/action-menu.tsx'
import { Button } from '../../../components/button.tsx'
import { useAnswers, useClient } from '../../../stores/app-context.tsx'
import { useAction, type Action } from '../../../stores/use-action.ts'
import { askedWay } from '../../../stores/way.ts'
import { texts } from './texts.ts'

/** later: in this switch alone it is left; now: that is taken back. */
type Decision = Refusable['decisions'][number] | 'later' | 'now'

const icons = { apart: Laptop, never: Ban, later: Clock, now: Undo2 } as const

export interface RefusalAction extends Action<[Decision]> {
  /** Why it is still in the plan. */
  readonly problem: string | undefined
}

/** Keeps something that the plan would do from being done, for good or this time: the plan is made again without it. */
export function useRefusal({ kind, name, later }: Refusable, plan: PlanView): RefusalAction {
  const client = useClient()
  const [isKept, setKept] = useState(false)
  const action = useAction(async (decision: Decision) => {
    setKept(false)
    if (decision === 'apart' || decision === 'never') {
      await client.call('packagesDecide', { kind, name, decision })
    } else if (later !== undefined) {
      const answers = { [later]: decision === 'later' ? forLater : null }
      await client.call('switchAnswer', { planId: plan.planId, answers })
    }
    setKept(true)
    await client.call('switchPlan', askedWay(plan))
  })
  const message = action.error?.message
  return { ...action, problem: isKept && message !== undefined ? texts.refuse.notPlanned(message) : message }
}

interface RefusalMenuProps {
  /** As the row has it. */
  readonly name: string
  readonly refusable: Refusable
  readonly plan: PlanView
  readonly refusal: RefusalAction
}

export function RefusalMenu({ name, refusable, plan, refusal }: RefusalMenuProps) {
  const { isStarting } = useAnswers()
  const labels = { from: plan.from.label, to: plan.to.label }
  return (
    <ActionMenu
      trigger={
        <Button look="quiet" size="chip" aria-label={texts.refuse.menu(name)} disabled={refusal.busy || isStarting}>
          <Ellipsis size={16} aria-hidden />
        </Button>
      }
      actions={decisionsFor(refusable, plan).map((decision) => ({
        id: decision,
        ...texts.refuse[decision](labels),
        icon: icons[decision],
        act: () => refusal.start(decision),
      }))}
    />
  )
}

/** First what holds for the shortest time. */
function decisionsFor({ decisions, later }: Refusable, { kept }: PlanView): readonly Decision[] {
  if (later === undefined) return decisions
  return [kept[later] === forLater ? 'now' : 'later', ...decisions]
}
