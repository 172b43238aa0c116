import { useCallback } from 'react'
import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { ErrorState, LoadingState } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { SettingRow, SettingsSection } from './settings-section.tsx'
import { onOrOff, texts } from './texts.ts'

/** Whether what changed is fetched to the other laptop before a switch. */
export function BeforehandSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const { value, error, askAgain, put } = useCall('homeBeforehand', {})
  const client = useClient()
  const set = useAction(
    useCallback(async (enabled: boolean) => put(await client.call('homeSetBeforehand', { enabled })), [client, put]),
  )
  return (
    <SettingsSection title={texts.beforehand} isAskedFor={isAskedFor} isThere={value !== undefined}>
      {set.error !== undefined && (
        <Notice tone="amber" title={set.error.message}>
          {set.error.hint}
        </Notice>
      )}
      {value !== undefined ? (
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
      ) : error !== undefined ? (
        <ErrorState error={error} onTryAgain={askAgain} />
      ) : (
        <LoadingState>{texts.reading}</LoadingState>
      )}
    </SettingsSection>
  )
}
