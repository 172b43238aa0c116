import { useEffect, useRef } from 'react'
import { assertNever } from '../../../src-main/kernel/assert-never.ts'
import type { Scoped } from '../../../src-main/contract/switch-scope.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { useClient, useOverview, useSwitchState } from '../../stores/app-context.tsx'
import { proofPage, replaceWith, wizardHash } from '../../router/route.ts'
import { freshMs } from '../../../src-main/contract/overview/seen-when.ts'
import { askedWay, wayOf } from '../../stores/way.ts'
import { CheckPage } from './plan/check-page.tsx'
import { DonePage } from './done/done-page.tsx'
import { FailurePage } from './done/failure-page.tsx'
import { OpeningPage } from './plan/opening-page.tsx'
import { PlannedPage } from './plan/planned-page.tsx'
import { RunningPage } from './run/running-page.tsx'

/** The page is the state's, not the address's: whoever opens the wizard sees how the switch stands. */
interface WizardProps extends Scoped {
  readonly page: string | undefined
  /** Host name of the laptop that it was opened for. */
  readonly to: string | undefined
}

export function Wizard({ page, to, scope }: WizardProps) {
  const state = useSwitchState()
  usePlanOnOpening(state, { page, to, scope })
  useProofOfEnd(state)
  switch (state?.kind) {
    case undefined:
    case 'idle':
      return <OpeningPage to={to} scope={scope} />
    case 'planning':
    case 'plan-failed':
      return <CheckPage state={state} />
    case 'planned':
      return <PlannedPage plan={state.plan} page={page} />
    case 'running':
      return <RunningPage state={state} />
    case 'interrupted':
      return <FailurePage state={state} />
    case 'done':
      return <DonePage state={state} />
    default:
      return assertNever(state)
  }
}

/** Once for each opening, and for each laptop that it is opened for, as soon as it is known how the switch stands. */
function usePlanOnOpening(state: SwitchState | undefined, { page, to, scope }: WizardProps): void {
  const client = useClient()
  const { value } = useOverview()
  const way = value && wayOf(value, to)
  const asked = useRef<Pick<WizardProps, 'to' | 'scope'>>(undefined)
  useEffect(() => {
    const isSame = asked.current?.to === to && asked.current?.scope === scope
    const isAsked = asked.current !== undefined && (to === undefined || isSame)
    if (isAsked || state === undefined || way === undefined) return
    asked.current = { to, scope }
    if (!wantsPlan(state, { page, to, scope })) return
    // How it went comes as an event, and is shown by the page that the event leads to.
    client.call('switchPlan', askedWay({ ...way, scope })).catch(() => undefined)
  }, [client, state, way, page, to, scope])
}

/** Whoever saw it end sees its proof, also when the page is loaded anew. */
function useProofOfEnd(state: SwitchState | undefined): void {
  const before = useRef(state?.kind)
  const kind = state?.kind
  useEffect(() => {
    if (before.current === 'running' && kind === 'done') replaceWith(wizardHash(proofPage))
    before.current = kind
  }, [kind])
}

/** A young plan is shown as it is, with its time; an older one, or one of the other way, is made again when the wizard opens. */
function wantsPlan(state: SwitchState, { page, to, scope }: WizardProps): boolean {
  if (state.kind === 'idle' || state.kind === 'plan-failed') return true
  // What has ended is not what is next.
  if (state.kind === 'done') return page === undefined || (to !== undefined && state.proof.scope !== scope)
  if (state.kind !== 'planned' || page !== undefined) return false
  if (state.plan.quiet === true) return true
  const isOther = to !== undefined && (state.plan.to.name !== to || state.plan.scope !== scope)
  return isOther || Date.now() - Date.parse(state.plan.at) > freshMs
}
