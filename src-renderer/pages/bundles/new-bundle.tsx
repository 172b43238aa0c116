import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { bundleName } from '../../../src-main/contract/bundles-words.ts'
import { Button } from '../../components/button.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { TextForm } from '../../components/text-form.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from '../backups.module.css'
import { newTexts, texts } from './texts.ts'

interface NewBundleProps {
  readonly laptops: LaptopNames
  readonly onClose: () => void
  readonly onMade: (said: string) => void
}

export function NewBundle({ laptops, onClose, onMade }: NewBundleProps) {
  const field = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [paths, setPaths] = useState<readonly string[]>([''])
  const [chosen, setLaptop] = useState<string>()
  const laptop = chosen ?? laptops.names[0]
  const wanted = paths.map((path) => path.trim()).filter((path) => path !== '')
  const call = useFollowedCall('bundlesCreate')
  const make = useAction(async () => {
    const bundle = name.trim()
    const made = await call.make({ bundle, paths: wanted, ...(laptop === undefined ? {} : { laptop }) })
    onMade(newTexts.done(bundleName(made)))
    onClose()
  })
  const isTyped = name.trim() !== '' && wanted.length > 0
  const start = () => {
    if (isTyped) make.start()
  }
  return (
    <Modal
      title={newTexts.title}
      lead={newTexts.lead}
      onClose={onClose}
      first={field}
      buttons={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" disabled={!isTyped || make.busy} onClick={start}>
            {newTexts.start}
          </Button>
        </>
      }
    >
      <TextForm
        ref={field}
        label={newTexts.name}
        value={name}
        maxLength={130}
        placeholder={newTexts.namePlaceholder}
        onChange={setName}
        onSubmit={start}
      >
        <p className={styles['soft']}>{newTexts.nameHelp}</p>
      </TextForm>
      {paths.map((path, index) => (
        <TextForm
          key={index}
          label={index === 0 ? newTexts.path : newTexts.pathOf(index + 1)}
          value={path}
          placeholder={newTexts.pathPlaceholder}
          onChange={(typed) => setPaths((before) => before.map((one, at) => (at === index ? typed : one)))}
          onSubmit={start}
        />
      ))}
      <div>
        <Button size="small" icon={Plus} onClick={() => setPaths((before) => [...before, ''])}>
          {newTexts.another}
        </Button>
      </div>
      {laptops.names.length > 1 && (
        <div className={styles['choice']}>
          <span aria-hidden>{newTexts.laptop}</span>
          <Segmented
            name={newTexts.laptop}
            segments={laptops.names.map((id) => ({ id, label: laptops.labelOf(id) }))}
            value={laptop ?? ''}
            onChange={setLaptop}
          />
        </div>
      )}
      {make.busy && <TaskLine text={newTexts.working} callId={call.callId} stop={texts.stop} />}
      <FailureNotice error={make.error} />
    </Modal>
  )
}
