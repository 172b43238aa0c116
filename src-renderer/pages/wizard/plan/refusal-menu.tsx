import { Ban, Ellipsis, Laptop } from 'lucide-react'
import { useCallback } from 'react'
import type { Refusable } from '../../../../src-main/contract/package-rule.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { ActionMenu } from '../../../components/action-menu.tsx'
import { Button } from '../../../components/button.tsx'
import { useAnswers, useClient } from '../../../stores/app-context.tsx'
import { useAction, type Action } from '../../../stores/use-action.ts'
import { askedWay } from '../../../stores/way.ts'
import { texts } from './texts.ts'

type Decision = Refusable['decisions'][number]

const icons = { apart: Laptop, never: Ban } as const

/** Keeps something that the plan would do from being done, for good: the plan is made again without it. */
export function useRefusal({ kind, name }: Refusable, plan: PlanView): Action<[Decision]> {
  const client = useClient()
  return useAction(
    useCallback(
      async (decision: Decision) => {
        await client.call('packagesDecide', { kind, name, decision })
        await client.call('switchPlan', askedWay(plan))
      },
      [client, kind, name, plan],
    ),
  )
}

interface RefusalMenuProps {
  /** As the row has it. */
  readonly name: string
  readonly refusable: Refusable
  readonly plan: PlanView
  readonly refusal: Action<[Decision]>
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
      actions={refusable.decisions.map((decision) => ({
        id: decision,
        ...texts.refuse[decision](labels),
        icon: icons[decision],
        act: () => refusal.start(decision),
      }))}
    />
  )
}
