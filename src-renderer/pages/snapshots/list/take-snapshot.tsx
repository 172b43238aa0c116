import { useRef, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice, Notice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { TextForm } from '../../../components/text-form.tsx'
import { joinNames } from '../../../format/names-text.ts'
import { useAction } from '../../../stores/use-action.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from '../dialogs.module.css'
import { errorText } from '../../../../src-main/contract/wire-error.ts'
import { texts } from './texts.ts'

interface TakeSnapshotProps {
  readonly laptops: LaptopNames
  readonly onClose: () => void
  readonly onTaken: (said: string) => void
}

/** A snapshot by hand: of which laptops, and what it is for. */
export function TakeSnapshot({ laptops, onClose, onTaken }: TakeSnapshotProps) {
  const away = new Set(laptops.missing.map(({ laptop }) => laptop))
  // What the person changed: which laptops there are may only be known once this is open.
  const [ticks, setTicks] = useState<Readonly<Record<string, boolean>>>({})
  const on = laptops.names.filter((name) => ticks[name] ?? !away.has(name))
  const [note, setNote] = useState('')
  const [failed, setFailed] = useState<readonly { readonly laptop: string; readonly text: string }[]>([])
  const field = useRef<HTMLInputElement>(null)
  const taking = useFollowedCall('snapshotsCreate')
  const take = useAction(async () => {
    const all = laptops.names.length > 0 && on.length === laptops.names.length
    const answer = await taking.make({ on: all ? [] : on, note: note.trim() })
    const names = answer.taken.map(({ laptop }) => laptops.labelOf(laptop))
    if (names.length > 0) onTaken(texts.taken(joinNames(names)))
    setFailed(answer.failed.map(({ laptop, error }) => ({ laptop, text: errorText(error) })))
    if (answer.failed.length === 0) onClose()
  })
  return (
    <Modal
      title={texts.takeTitle}
      lead={texts.takeLead}
      onClose={onClose}
      first={field}
      buttons={
        <>
          <Button onClick={onClose}>{texts.close}</Button>
          <Button look="primary" disabled={take.busy || on.length === 0} onClick={() => take.start()}>
            {on.length === laptops.names.length && on.length > 1
              ? texts.takeOnBoth
              : on[0] === undefined
                ? texts.take
                : texts.takeOn(laptops.labelOf(on[0]))}
          </Button>
        </>
      }
    >
      <TextForm
        ref={field}
        label={texts.note}
        value={note}
        maxLength={200}
        placeholder={texts.notePlaceholder}
        onChange={setNote}
        onSubmit={() => {
          if (on.length > 0) take.start()
        }}
      />
      {laptops.names.length > 1 && (
        <div className={styles['ticks']} role="group" aria-label={texts.onLaptops}>
          {laptops.names.map((name) => (
            <CheckBox
              key={name}
              checked={on.includes(name)}
              onChange={(ticked) => setTicks({ ...ticks, [name]: ticked })}
            >
              {laptops.labelOf(name)}
              {away.has(name) && <span className={styles['soft']}> {texts.didNotAnswer}</span>}
            </CheckBox>
          ))}
        </div>
      )}
      {take.busy && <TaskLine text={texts.taking} callId={taking.callId} />}
      <FailureNotice error={take.error} />
      {failed.map(({ laptop, text }) => (
        <Notice key={laptop} tone="amber" alert title={texts.notTaken(laptops.labelOf(laptop))}>
          {text}
        </Notice>
      ))}
    </Modal>
  )
}
