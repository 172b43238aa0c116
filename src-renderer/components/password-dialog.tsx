import { useRef, useState } from 'react'
import type { AskedPassword } from '../stores/use-password-action.ts'
import { Button } from './button.tsx'
import { Modal } from './modal.tsx'
import { PasswordField } from './password-field.tsx'
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
  // One that is being checked may start what it was asked for.
  const close = (): void => {
    if (!busy) cancel()
  }
  return (
    <Modal
      title={title}
      lead={words.lead}
      onClose={close}
      first={field}
      buttons={
        <>
          <Button onClick={close} disabled={busy}>
            {words.cancel}
          </Button>
          <Button look="primary" onClick={go} disabled={typed === '' || busy}>
            {busy ? words.checking : submit}
          </Button>
        </>
      }
    >
      <PasswordField ref={field} value={typed} onChange={setTyped} onSubmit={go} isWrong={isWrong && !busy} />
    </Modal>
  )
}
