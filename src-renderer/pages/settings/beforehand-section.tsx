import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { AskedSection } from './asked-section.tsx'
import { SettingRow } from './settings-section.tsx'
import { onOrOff, texts } from './texts.ts'

/** Whether what changed is fetched to the other laptop before a switch. */
export function BeforehandSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const asked = useCall('homeBeforehand', {})
  const { put } = asked
  const client = useClient()
  const set = useAction(async (enabled: boolean) => put(await client.call('homeSetBeforehand', { enabled })))
  return (
    <AskedSection title={texts.beforehand} isAskedFor={isAskedFor} asked={asked} refused={set.error}>
      {(value) => (
        <Card>
          <SettingRow title={texts.beforehandTitle} text={texts.beforehandText}>
            <ChoiceButtons
              name={texts.beforehand}
              value={value.enabled ? 'on' : 'off'}
              choices={onOrOff}
              onChange={(id) => set.start(id === 'on')}
            />
          </SettingRow>
        </Card>
      )}
    </AskedSection>
  )
}
