import { Fragment, useState } from 'react'
import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { useClient, useOverview } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { AskedSection } from '../settings/asked-section.tsx'
import styles from '../settings/settings-page.module.css'
import { SettingRow } from '../settings/settings-section.tsx'
import { onOrOff } from '../settings/texts.ts'
import { texts } from './texts.ts'
import { FieldRow } from '../settings/field-row.tsx'

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

/** Where both laptops have the disk images of their virtual machines, with a field to change it. */
function ImagesFolder() {
  const { value, put } = useCall('settingsImagesFolder', {})
  const { value: overview } = useOverview()
  const folders = value?.folders ?? []
  const [here, there] = folders
  if (here === undefined) return undefined
  const text =
    there === undefined
      ? texts.imagesFolder.away(overview?.peer?.laptop.label)
      : here.folder === there.folder
        ? texts.imagesFolder.text
        : texts.imagesFolder.apart(folders.map(({ laptop, folder }) => `${laptop.label}: ${folder}`))
  // What was typed is of the folder that was there.
  return <Field key={JSON.stringify(folders)} folder={here.folder} text={text} isAway={there === undefined} put={put} />
}

interface FieldProps {
  readonly folder: string
  readonly text: string
  readonly isAway: boolean
  readonly put: ReturnType<typeof useCall<'settingsImagesFolder'>>['put']
}

function Field({ folder, text, isAway, put }: FieldProps) {
  const client = useClient()
  const [typed, setTyped] = useState(folder)
  const save = useAction(async () => put(await client.call('settingsSetImagesFolder', { folder: typed })))
  const words = texts.imagesFolder
  return (
    <FieldRow
      title={words.title}
      text={text}
      value={typed}
      onType={setTyped}
      placeholder={words.usual}
      longest={1024}
      isDisabled={isAway}
      canSave={!isAway && typed.trim() !== '' && typed.trim() !== folder}
      save={save}
      button={{ name: words.name, label: words.short, busy: words.busy }}
    />
  )
}
