import { useCallback } from 'react'
import { travelKinds, type Travel } from '../../../src-main/contract/settings-calls.ts'
import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { AskedSection } from './asked-section.tsx'
import { ImagesFolder } from './images-folder.tsx'
import styles from './settings-page.module.css'
import { SettingRow } from './settings-section.tsx'
import { onOrOff, texts } from './texts.ts'

/** What a switch copies, kind by kind; the home folder always is. */
export function TravelSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const asked = useCall('settingsTravel', {})
  const { put } = asked
  const client = useClient()
  const set = useAction(
    useCallback(async (travel: Partial<Travel>) => put(await client.call('settingsSetTravel', travel)), [client, put]),
  )
  const words = texts.travel
  return (
    <AskedSection title={words.title} isAskedFor={isAskedFor} asked={asked} refused={set.error}>
      {(value) => (
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
          {value.images && <ImagesFolder />}
          <p className={styles['quiet']}>{words.whenOff}</p>
        </Card>
      )}
    </AskedSection>
  )
}
