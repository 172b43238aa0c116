import { Button } from '../../components/button.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { PairingFrame } from './pairing-frame.tsx'
import { texts } from './texts.ts'
import type { PairingDialogue } from './use-pairing.ts'

/** What was broken off is begun again here: nothing is done twice. */
export function WorkingStep({ pairing }: { readonly pairing: PairingDialogue }) {
  const { begin, enterPassword, inspect, takeBack, callId } = pairing
  const words = texts.working
  const isGoingOn = begin.busy || enterPassword.busy
  const error = isGoingOn ? undefined : (begin.error ?? enterPassword.error)
  if (error === undefined)
    return (
      <PairingFrame
        title={words.title}
        lead={words.lead}
        isFound
        card={<TaskLine text={words.text} callId={callId} stop={words.stop} />}
      />
    )
  return (
    <PairingFrame
      title={words.brokenTitle}
      lead={words.brokenLead}
      isFound
      error={inspect.error ?? takeBack.error}
      card={<FailureNotice error={error} />}
      buttons={
        <>
          <Button look="primary" size="large" onClick={inspect.start} disabled={inspect.busy || takeBack.busy}>
            {texts.agree.again}
          </Button>
          <Button size="large" onClick={takeBack.start} disabled={inspect.busy || takeBack.busy}>
            {words.takeBack}
          </Button>
        </>
      }
    />
  )
}
