import { Button } from '../../../components/button.tsx'
import { Heading } from '../../../components/heading.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { goTo, pageHash } from '../../../router/route.ts'
import { useOverviewModel } from '../../../stores/app-context.tsx'
import { lastValue } from '../../../stores/loadable.ts'
import { checkPage } from '../wizard-pages.ts'
import { WizardFrame } from '../wizard-frame.tsx'

/** Before the app has said how the switch stands. */
export function OpeningPage() {
  const { overview, look } = useOverviewModel()
  const peer = lastValue(overview)?.peer?.laptop.label
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
      {overview.kind === 'failed' ? (
        <ErrorState error={overview.error} onTryAgain={() => void look(true)} />
      ) : (
        <LoadingState>Asking both laptops…</LoadingState>
      )}
    </WizardFrame>
  )
}
