import type { Scoped } from '../../../../src-main/contract/switch-scope.ts'
import { Button } from '../../../components/button.tsx'
import { Heading } from '../../../components/heading.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { goTo, pageHash } from '../../../router/route.ts'
import { useOverview } from '../../../stores/app-context.tsx'
import { wayOf } from '../../../stores/way.ts'
import { wizardTitle } from '../wizard-title.ts'
import { checkPage } from '../wizard-pages.ts'
import { WizardFrame } from '../wizard-frame.tsx'
import { texts } from './texts.ts'

/** Before the app has said how the switch stands. */
export function OpeningPage({ to, scope }: Scoped & { readonly to: string | undefined }) {
  const { value, error, look } = useOverview()
  const taken = (value && wayOf(value, to))?.to
  return (
    <WizardFrame
      title={taken === undefined ? texts.switchLabel : wizardTitle({ scope, to: taken })}
      page={checkPage}
      aside={texts.nothingChanged}
      footer={
        <Button look="quiet" onClick={() => goTo(pageHash('overview'))}>
          {texts.cancel}
        </Button>
      }
    >
      <Heading title={texts.checking} lead={texts.checkingIsSafe} />
      {error !== undefined ? (
        <ErrorState error={error} onTryAgain={() => void look(true)} />
      ) : (
        <LoadingState>{texts.asking}</LoadingState>
      )}
    </WizardFrame>
  )
}
