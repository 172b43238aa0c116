import { useEffect, useState } from 'react'
import type { LaptopStatus } from '../../../src-main/contract/overview-calls.ts'
import { assertNever } from '../../../src-main/kernel/assert-never.ts'
import { useTitle } from '../../components/use-title.ts'
import { AddressStep } from './address-step.tsx'
import { AgreeStep } from './agree-step.tsx'
import { CompareStep } from './compare-step.tsx'
import { DoneStep } from './done-step.tsx'
import { PasswordStep } from './password-step.tsx'
import { usePairing } from './use-pairing.ts'
import { WorkingStep } from './working-step.tsx'

interface PairingPageProps {
  readonly here: LaptopStatus
  /** Whether it has begun something that this page tells the end of. */
  readonly onHold: (holds: boolean) => void
  readonly onDone: () => void
}

/** A laptop that knows no other one yet: one question after the other, until both are set up and checked. */
export function PairingPage({ here, onHold, onDone }: PairingPageProps) {
  const pairing = usePairing()
  // It stays what it was called, also when the overview asks again meanwhile.
  const [label] = useState(here.laptop.label)
  useTitle('pc-switcher')
  const { step } = pairing
  const holds = step.kind === 'working' || step.kind === 'done' || pairing.begin.busy
  useEffect(() => onHold(holds), [holds, onHold])
  switch (step.kind) {
    case 'address':
      return <AddressStep label={label} look={pairing.look} alone={pairing.inspectAlone} />
    case 'compare':
      return <CompareStep looked={step.looked} inspect={pairing.inspect} onDiffer={pairing.startOver} />
    case 'password':
      return (
        <PasswordStep
          key={`${step.needed.for} ${String(step.needed.wrong)}`}
          needed={step.needed}
          enter={pairing.enterPassword}
          onBack={pairing.startOver}
        />
      )
    case 'agree':
      return <AgreeStep inspected={step.inspected} pairing={pairing} />
    case 'working':
      return <WorkingStep pairing={pairing} />
    case 'done':
      return <DoneStep {...step} onDone={onDone} />
    default:
      return assertNever(step)
  }
}
