import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import type { Live } from '../../../../src-main/contract/live-calls.ts'
import { livePlaceOf } from '../../../../src-main/contract/live-place.ts'
import { liveOverInternet, livePrice, ownSyncthing } from '../../../../src-main/contract/live-words.ts'
import { Button } from '../../../components/button.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { Modal } from '../../../components/modal.tsx'
import { Notice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { TextForm } from '../../../components/text-form.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import styles from './live.module.css'
import { placeName } from './place-names.ts'
import { chooseTexts } from './texts.ts'

interface ChooseFoldersProps {
  readonly live: Live
  readonly onChanged: (live: Live) => void
  readonly onClose: () => void
}

/** Which folders are live, and whether over the internet too; what was chosen stays when it can't be done. */
export function ChooseFolders({ live, onChanged, onClose }: ChooseFoldersProps) {
  const ours = live.folders.filter(({ isOurs }) => isOurs).map(({ place }) => place)
  const others = new Set(live.folders.filter(({ isOurs }) => !isOurs).map(({ place }) => place))
  const [isFirst] = useState(ours.length === 0)
  const [ticked, setTicked] = useState<readonly string[]>(
    isFirst ? live.usual.filter((place) => !others.has(place)) : ours,
  )
  const [more, setMore] = useState<readonly string[]>([])
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const [isOverInternet, setOverInternet] = useState(live.isOverInternet)
  const isAnyTyped = typed.trim() !== ''
  const listed = [...new Set([...live.usual, ...live.folders.map(({ place }) => place), ...more])]
  const isChanged =
    ticked.some((place) => !ours.includes(place)) ||
    ours.some((place) => !ticked.includes(place)) ||
    (ticked.length > 0 && isOverInternet !== live.isOverInternet)

  /** With what was typed; undefined where that can't be live. */
  const wanted = (): readonly string[] | undefined => {
    if (!isAnyTyped) return ticked
    const place = livePlaceOf(typed.trim(), live.home)
    setWrong(place === undefined)
    if (place === undefined) return undefined
    setTyped('')
    if (others.has(place)) return ticked
    setMore([...more, place])
    const all = [...new Set([...ticked, place])]
    setTicked(all)
    return all
  }
  const making = useFollowedCall('liveOn')
  const ending = useFollowedCall('liveOff')
  const save = useAction(async (places: readonly string[]) => {
    const isNew = places.some((place) => !ours.includes(place))
    if (isNew || (places.length > 0 && isOverInternet !== live.isOverInternet))
      onChanged(await making.make({ places: [...places], isOverInternet }))
    const ended = ours.filter((place) => !places.includes(place))
    if (ended.length > 0) onChanged(await ending.make({ places: ended, deleteVersions: false }))
    onClose()
  })
  const start = () => {
    const places = wanted()
    if (places !== undefined) save.start(places)
  }
  const internetId = useId()
  return (
    <Modal
      title={chooseTexts.title}
      lead={chooseTexts.lead}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{chooseTexts.cancel}</Button>
          <Button look="primary" disabled={save.busy || !(isChanged || isAnyTyped)} onClick={start}>
            {isFirst ? chooseTexts.make : chooseTexts.save}
          </Button>
        </>
      }
    >
      {listed.length === 0 && <p className={styles['soft']}>{chooseTexts.noneUsual}</p>}
      <div role="group" aria-label={chooseTexts.folders} className={styles['folders']}>
        {listed.map((place) =>
          others.has(place) ? (
            <CheckBox key={place} checked disabled onChange={() => undefined}>
              {placeName(place)} <span className={styles['soft']}>{ownSyncthing}</span>
            </CheckBox>
          ) : (
            <CheckBox
              key={place}
              checked={ticked.includes(place)}
              onChange={(isOn) => setTicked(isOn ? [...ticked, place] : ticked.filter((one) => one !== place))}
            >
              {placeName(place)}
            </CheckBox>
          ),
        )}
      </div>
      <TextForm
        label={chooseTexts.another}
        value={typed}
        placeholder={chooseTexts.example}
        spellCheck={false}
        maxLength={1000}
        wrong={isWrong ? chooseTexts.notInHome(live.home) : undefined}
        onChange={(now) => {
          setTyped(now)
          setWrong(false)
        }}
        onSubmit={() => void wanted()}
      >
        <div>
          <Button size="small" icon={Plus} type="submit" disabled={!isAnyTyped}>
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
      {save.error !== undefined && (
        <Notice tone="amber" alert title={save.error.message}>
          {save.error.hint}
        </Notice>
      )}
    </Modal>
  )
}
