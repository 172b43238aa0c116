import { useRef, useState } from 'react'
import type { AskedPassword } from '../stores/use-password-action.ts'
import { Button } from './button.tsx'
import { Modal } from './modal.tsx'
import { TextForm } from './text-form.tsx'
import { texts } from './texts.ts'

interface PasswordDialogProps {
  readonly asked: AskedPassword
  readonly title: string
  readonly submit: string
}

/** Asks for the password of whoever sits at this laptop. */
export function PasswordDialog({ asked, title, submit }: PasswordDialogProps) {
  const { isWrong, busy, enter, cancel } = asked
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const words = texts.password
  const go = (): void => {
    if (typed === '' || busy) return
    enter(typed)
    setTyped('')
  }
  return (
    <Modal
      title={title}
      lead={words.lead}
      onClose={cancel}
      first={field}
      buttons={
        <>
          <Button onClick={cancel} disabled={busy}>
            {words.cancel}
          </Button>
          <Button look="primary" onClick={go} disabled={typed === '' || busy}>
            {busy ? words.checking : submit}
          </Button>
        </>
      }
    >
      <TextForm
        ref={field}
        label={words.label}
        type="password"
        autoComplete="off"
        value={typed}
        onChange={setTyped}
        onSubmit={go}
        wrong={isWrong && !busy ? words.wrong : undefined}
      />
    </Modal>
  )
}
