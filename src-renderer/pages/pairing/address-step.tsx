import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { LoneNote } from '../../components/lone-page.tsx'
import { TextForm } from '../../components/text-form.tsx'
import type { Action } from '../../stores/use-action.ts'
import { FoundTargets } from './found-targets.tsx'
import { PairingFrame } from './pairing-frame.tsx'
import { texts } from './texts.ts'

interface AddressStepProps {
  readonly label: string
  readonly look: Action<[target: string]>
  /** Goes on without another laptop. */
  readonly alone: Action
}

export function AddressStep({ label, look, alone }: AddressStepProps) {
  const [typed, setTyped] = useState('')
  const words = texts.address
  const target = typed.trim()
  const go = (): void => {
    if (target !== '') look.start(target)
  }
  return (
    <PairingFrame
      title={words.title(label)}
      lead={words.lead}
      error={look.error ?? alone.error}
      card={
        <TextForm
          isLarge
          label={words.label}
          placeholder={words.placeholder}
          value={typed}
          onChange={setTyped}
          onSubmit={go}
          spellCheck={false}
          autoCapitalize="none"
          autoFocus
        >
          <FoundTargets
            isBusy={look.busy}
            onChoose={(found) => {
              setTyped(found)
              look.start(found)
            }}
          />
          <LoneNote>{words.note}</LoneNote>
        </TextForm>
      }
      buttons={
        <>
          <Button size="large" onClick={alone.start} disabled={alone.busy || look.busy}>
            {words.alone}
          </Button>
          <Button look="primary" size="large" onClick={go} disabled={target === '' || look.busy}>
            {look.busy ? words.busy : words.submit}
          </Button>
        </>
      }
    />
  )
}
