/** Pairing, step by step. A password is known to this page alone, for as long as it takes. */
import { useCallback, useRef, useState } from 'react'
import type { Output } from '../../../src-main/contract/define.ts'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { DoctorItem } from '../../../src-main/contract/doctor-calls.ts'
import type { InspectedLaptops, NeedsPassword, Passwords } from '../../../src-main/contract/pairing-calls.ts'
import { wireErrorOf } from '../../client/client.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useAction, type Action } from '../../stores/use-action.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'

type Looked = Output<typeof calls.pairingLook>

export type PairingStep =
  | { readonly kind: 'address' }
  | { readonly kind: 'compare'; readonly looked: Looked }
  | { readonly kind: 'password'; readonly needed: NeedsPassword; readonly next: 'inspect' | 'begin' | 'takeBack' }
  | { readonly kind: 'agree'; readonly inspected: InspectedLaptops }
  | { readonly kind: 'working' }
  | {
      readonly kind: 'done'
      readonly here: string
      /** Absent where this one was set up alone. */
      readonly there?: string
      readonly items: readonly DoctorItem[]
    }

export interface PairingDialogue {
  readonly step: PairingStep
  readonly look: Action<[target: string]>
  readonly inspect: Action
  /** To set this laptop up without another one. */
  readonly inspectAlone: Action
  readonly enterPassword: Action<[password: string]>
  readonly begin: Action
  /** Of what broke off: on both laptops. */
  readonly takeBack: Action
  readonly startOver: () => void
  /** Of the call that sets both up. */
  readonly callId: string | undefined
}

export function usePairing(): PairingDialogue {
  const client = useClient()
  const [step, setStep] = useState<PairingStep>({ kind: 'address' })
  /** Undefined where this laptop is set up alone. */
  const agreed = useRef<{ readonly target: string; readonly fingerprint: string }>(undefined)
  const passwords = useRef<Passwords>({})
  const { make, callId } = useFollowedCall('pairingBegin')
  const startOver = useCallback(() => {
    passwords.current = {}
    setStep({ kind: 'address' })
  }, [])
  const look = useAction(async (target: string) => {
    const looked = await client.call('pairingLook', { target })
    agreed.current = { target, fingerprint: looked.identity.fingerprint }
    setStep({ kind: 'compare', looked })
  })
  const inspectNow = useCallback(async () => {
    const given = { passwords: passwords.current }
    const found = await (agreed.current === undefined
      ? client.call('pairingInspectAlone', given)
      : client.call('pairingInspect', { ...agreed.current, ...given }))
    setStep(
      found.kind === 'inspected'
        ? { kind: 'agree', inspected: found }
        : { kind: 'password', needed: found, next: 'inspect' },
    )
  }, [client])
  const beginNow = useCallback(async () => {
    const given = { passwords: passwords.current }
    if (agreed.current !== undefined) setStep({ kind: 'working' })
    const begun = await (agreed.current === undefined
      ? client.call('pairingAlone', given)
      : make({ ...agreed.current, ...given }))
    if (begun.kind === 'needs-password') {
      setStep({ kind: 'password', needed: begun, next: 'begin' })
      return
    }
    passwords.current = {}
    const { items } = begun.kind === 'set-up' ? { items: [] } : await client.call('doctor', {})
    setStep({ ...begun, kind: 'done', items })
  }, [client, make])
  const takeBackNow = useCallback(async () => {
    try {
      const left = await client.call('pairingLeave', { onlyHere: false, passwords: passwords.current })
      if (left.kind === 'unpaired') startOver()
      else setStep({ kind: 'password', needed: left, next: 'takeBack' })
    } catch (thrown) {
      // It broke off before anything was made.
      if (wireErrorOf(thrown).code !== 'not-paired') throw thrown
      startOver()
    }
  }, [client, startOver])
  const needed = step.kind === 'password' ? step : undefined
  const enterPassword = useAction(async (password: string) => {
    if (needed === undefined) return
    // One that signed in is tried for sudo too: it is asked for again only where it does not fit.
    passwords.current =
      needed.needed.for === 'signIn'
        ? { sudoHere: password, sudoThere: password, signIn: password }
        : { ...passwords.current, [needed.needed.for]: password }
    await { inspect: inspectNow, begin: beginNow, takeBack: takeBackNow }[needed.next]()
  })
  const inspectAlone = useAction(() => {
    agreed.current = undefined
    return inspectNow()
  })
  const [inspect, begin, takeBack] = [useAction(inspectNow), useAction(beginNow), useAction(takeBackNow)]
  return { step, look, inspect, inspectAlone, enterPassword, begin, takeBack, startOver, callId }
}
