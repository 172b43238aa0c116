import { useEffect, useRef } from 'react'
import { assertNever } from '../../../src-main/kernel/assert-never.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { useClient, useOverview, useSwitchState } from '../../stores/app-context.tsx'
import { freshMs } from '../../stores/seen-when.ts'
import { CheckPage } from './plan/check-page.tsx'
import { DonePage } from './done/done-page.tsx'
import { FailurePage } from './done/failure-page.tsx'
import { OpeningPage } from './plan/opening-page.tsx'
import { PlannedPage } from './plan/planned-page.tsx'
import { RunningPage } from './run/running-page.tsx'

/** The page is the state's, not the address's: whoever opens the wizard sees how the switch stands. */
export function Wizard({ page }: { readonly page: string | undefined }) {
  const state = useSwitchState()
  usePlanOnOpening(state, page)
  switch (state?.kind) {
    case undefined:
    case 'idle':
      return <OpeningPage />
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

/** Once for each opening, as soon as it is known how the switch stands and where it would lead. */
function usePlanOnOpening(state: SwitchState | undefined, page: string | undefined): void {
  const client = useClient()
  const { value } = useOverview()
  const peer = value?.peer?.laptop.name
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current || state === undefined || peer === undefined) return
    asked.current = true
    if (!wantsPlan(state, page)) return
    // How it went comes as an event, and is shown by the page that the event leads to.
    client.call('switchPlan', { to: peer }).catch(() => undefined)
  }, [client, state, peer, page])
}

/** A young plan is shown as it is, with its time; an older one is made again when the wizard opens. */
function wantsPlan(state: SwitchState, page: string | undefined): boolean {
  if (state.kind === 'idle' || state.kind === 'plan-failed') return true
  return state.kind === 'planned' && page === undefined && Date.now() - Date.parse(state.plan.at) > freshMs
}
