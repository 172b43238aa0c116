import { useCallback } from 'react'
import { travelKinds, type Travel } from '../../../src-main/contract/settings-calls.ts'
import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { ErrorState, LoadingState } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import styles from './settings-page.module.css'
import { SettingRow, SettingsSection } from './settings-section.tsx'
import { onOrOff, texts } from './texts.ts'

/** What a switch copies, kind by kind; the home folder always is. */
export function TravelSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const { value, error, askAgain, put } = useCall('settingsTravel', {})
  const client = useClient()
  const set = useAction(
    useCallback(async (travel: Partial<Travel>) => put(await client.call('settingsSetTravel', travel)), [client, put]),
  )
  const words = texts.travel
  return (
    <SettingsSection title={words.title} isAskedFor={isAskedFor} isThere={value !== undefined}>
      {set.error !== undefined && (
        <Notice tone="amber" alert title={set.error.message}>
          {set.error.hint}
        </Notice>
      )}
      {value !== undefined ? (
        <Card>
          <SettingRow title={words.home.title} text={words.home.text} isStacked={false}>
            <span className={styles['value']}>{words.always}</span>
          </SettingRow>
          {travelKinds.map((kind) => (
            <SettingRow key={kind} title={words[kind].title} text={words[kind].text}>
              <ChoiceButtons
                name={words[kind].title}
                value={value[kind] ? 'on' : 'off'}
                choices={onOrOff}
                onChange={(id) => set.start({ [kind]: id === 'on' })}
              />
            </SettingRow>
          ))}
          <p className={styles['quiet']}>{words.whenOff}</p>
        </Card>
      ) : error !== undefined ? (
        <ErrorState error={error} onTryAgain={askAgain} />
      ) : (
        <LoadingState>{texts.reading}</LoadingState>
      )}
    </SettingsSection>
  )
}
