import { useState } from 'react'
import type { Proof } from '../../../../src-main/contract/switch-state.ts'
import { FooterPrimary } from '../footer-primary.tsx'
import { SuspendDialog } from './suspend-dialog.tsx'
import { texts } from './texts.ts'

interface SuspendButtonProps {
  readonly proof: Proof
  /** It is going to sleep. */
  readonly onSuspended: () => void
}

export function SuspendButton({ proof, onSuspended }: SuspendButtonProps) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <FooterPrimary onClick={() => setAsking(true)}>{texts.suspend(proof.from.label)}…</FooterPrimary>
      {isAsking && <SuspendDialog of={proof} onClose={() => setAsking(false)} onSuspended={onSuspended} />}
    </>
  )
}
