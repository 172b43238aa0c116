import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import type { Live } from '../../../../src-main/contract/live-calls.ts'
import { liveOverInternet, livePrice, ownSyncthing } from '../../../../src-main/contract/live-words.ts'
import { Button } from '../../../components/button.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { TextForm } from '../../../components/text-form.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import styles from './live.module.css'
import { placeName } from './place-names.ts'
import { chooseTexts } from './texts.ts'
import { useChosenFolders } from './use-chosen-folders.ts'

interface ChooseFoldersProps {
  readonly live: Live
  readonly onChanged: (live: Live) => void
  readonly onClose: () => void
}

/** Which folders are live, and whether over the internet too; what was chosen stays when it can't be done. */
export function ChooseFolders({ live, onChanged, onClose }: ChooseFoldersProps) {
  const folders = useChosenFolders(live)
  const { isFirst, listed, ticked, ours, typed } = folders
  const [isOverInternet, setOverInternet] = useState(live.isOverInternet)
  const internetId = useId()
  const changes = (places: readonly string[]) => ({
    makes:
      places.some((place) => !ours.includes(place) || isHeldUp(live, place)) ||
      (places.length > 0 && isOverInternet !== live.isOverInternet),
    ends: ours.filter((place) => !places.includes(place)),
  })
  const now = changes(ticked)
  const isChanged = now.makes || now.ends.length > 0 || typed.trim() !== ''
  const making = useFollowedCall('liveOn')
  const ending = useFollowedCall('liveOff')
  const save = useAction(async (places: readonly string[]) => {
    const { makes, ends } = changes(places)
    if (makes) onChanged(await making.make({ places: [...places], isOverInternet }))
    if (ends.length > 0) onChanged(await ending.make({ places: ends, deleteVersions: false }))
    onClose()
  })
  const start = () => {
    const places = folders.takeTyped()
    if (places !== undefined) save.start(places)
  }
  return (
    <Modal
      title={chooseTexts.title}
      lead={chooseTexts.lead}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{chooseTexts.cancel}</Button>
          <Button look="primary" disabled={save.busy || !isChanged} onClick={start}>
            {isFirst ? chooseTexts.make : chooseTexts.save}
          </Button>
        </>
      }
    >
      {listed.length === 0 && <p className={styles['soft']}>{chooseTexts.noneUsual}</p>}
      <div role="group" aria-label={chooseTexts.folders} className={styles['folders']}>
        {listed.map((place) => (
          <CheckBox
            key={place}
            checked={folders.isForeign(place) || ticked.includes(place)}
            disabled={folders.isForeign(place)}
            onChange={(isOn) => folders.tick(place, isOn)}
          >
            {placeName(place)} {folders.isForeign(place) && <span className={styles['soft']}>{ownSyncthing}</span>}
          </CheckBox>
        ))}
      </div>
      <TextForm
        label={chooseTexts.another}
        value={typed}
        placeholder={chooseTexts.example}
        spellCheck={false}
        maxLength={1000}
        wrong={folders.isWrong ? chooseTexts.notInHome(live.home) : undefined}
        onChange={folders.type}
        onSubmit={() => void folders.takeTyped()}
      >
        <div>
          <Button size="small" icon={Plus} type="submit" disabled={typed.trim() === ''}>
            {chooseTexts.add}
          </Button>
        </div>
      </TextForm>
      <div className={styles['internet']}>
        <CheckBox checked={isOverInternet} onChange={setOverInternet} describedBy={internetId}>
          {chooseTexts.overInternet}
        </CheckBox>
        <p id={internetId} className={styles['soft']}>
          {liveOverInternet}
        </p>
      </div>
      <ul aria-label={chooseTexts.price} className={styles['price']}>
        {livePrice.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {save.busy && (
        <TaskLine
          text={ending.callId === undefined ? chooseTexts.making : chooseTexts.ending}
          callId={ending.callId ?? making.callId}
        />
      )}
      <FailureNotice error={save.error} />
    </Modal>
  )
}

/** What is gone on one laptop is set up again. */
function isHeldUp({ folders }: Live, place: string): boolean {
  return folders.some((folder) => folder.place === place && folder.state === 'held-up')
}
