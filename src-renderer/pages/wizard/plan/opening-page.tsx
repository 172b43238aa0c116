import { Button } from '../../../components/button.tsx'
import { Heading } from '../../../components/heading.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { goTo, pageHash } from '../../../router/route.ts'
import { useOverview } from '../../../stores/app-context.tsx'
import { checkPage } from '../wizard-pages.ts'
import { WizardFrame } from '../wizard-frame.tsx'

/** Before the app has said how the switch stands. */
export function OpeningPage() {
  const { value, error, look } = useOverview()
  const peer = value?.peer?.laptop.label
  return (
    <WizardFrame
      title={peer === undefined ? 'Switch' : `Switch to ${peer}`}
      page={checkPage}
      aside="Nothing has been changed on either laptop."
      footer={
        <Button look="quiet" onClick={() => goTo(pageHash('overview'))}>
          Cancel
        </Button>
      }
    >
      <Heading title="Checking both laptops" lead="This changes nothing." />
      {error !== undefined ? (
        <ErrorState error={error} onTryAgain={() => void look(true)} />
      ) : (
        <LoadingState>Asking both laptops…</LoadingState>
      )}
    </WizardFrame>
  )
}
