import { useState } from 'react'
import type { NeedsPassword } from '../../../src-main/contract/pairing-calls.ts'
import { Button } from '../../components/button.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import type { Action } from '../../stores/use-action.ts'
import { PairingFrame } from './pairing-frame.tsx'
import { texts } from './texts.ts'

interface PasswordStepProps {
  readonly needed: NeedsPassword
  readonly enter: Action<[password: string]>
  readonly onBack: () => void
}

export function PasswordStep({ needed, enter, onBack }: PasswordStepProps) {
  const [typed, setTyped] = useState('')
  const words = texts.password
  const go = (): void => {
    if (typed !== '') enter.start(typed)
  }
  return (
    <PairingFrame
      title={words.titles[needed.for]}
      lead={words.lead}
      isFound
      error={enter.error}
      card={<PasswordField isLarge value={typed} onChange={setTyped} onSubmit={go} isWrong={needed.wrong} autoFocus />}
      buttons={
        <>
          <Button size="large" onClick={onBack} disabled={enter.busy}>
            {texts.back}
          </Button>
          <Button look="primary" size="large" onClick={go} disabled={typed === '' || enter.busy}>
            {enter.busy ? words.busy : words.submit}
          </Button>
        </>
      }
    />
  )
}
