import { Fragment } from 'react'
import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { AskedSection } from '../settings/asked-section.tsx'
import { ImagesFolder } from './images-folder.tsx'
import styles from '../settings/settings-page.module.css'
import { SettingRow } from '../settings/settings-section.tsx'
import { onOrOff } from '../settings/texts.ts'
import { texts } from './texts.ts'

/** What a switch copies, kind by kind. */
export function TravelSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const asked = useCall('settingsTravel', {})
  const { put } = asked
  const client = useClient()
  const set = useAction(async (id: string, isOn: boolean) => put(await client.call('settingsSetTravel', { id, isOn })))
  const words = texts.travel
  return (
    <AskedSection title={words.title} isAskedFor={isAskedFor} asked={asked} refused={set.error}>
      {(value) => (
        <Card>
          {value.kinds.map(({ id, title, text, isOn }) => (
            <Fragment key={id}>
              <SettingRow title={title} text={text} isStacked={isOn !== undefined}>
                {isOn === undefined ? (
                  <span className={styles['value']}>{words.always}</span>
                ) : (
                  <ChoiceButtons
                    name={title}
                    value={isOn ? 'on' : 'off'}
                    choices={onOrOff}
                    onChange={(choice) => set.start(id, choice === 'on')}
                  />
                )}
              </SettingRow>
              {id === 'images' && isOn === true && <ImagesFolder />}
            </Fragment>
          ))}
          <p className={styles['quiet']}>{words.whenOff}</p>
        </Card>
      )}
    </AskedSection>
  )
}
