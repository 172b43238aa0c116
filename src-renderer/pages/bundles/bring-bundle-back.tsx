import { useRef, useState } from 'react'
import type { BundleView } from '../../../src-main/contract/bundles-calls.ts'
import { bundleName } from '../../../src-main/contract/bundles-words.ts'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { Button } from '../../components/button.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice, Notice } from '../../components/notice.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { TextForm } from '../../components/text-form.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from '../backups.module.css'
import { backTexts, texts } from './texts.ts'

interface BringBundleBackProps {
  /** The same bundle, on whichever laptops it is. */
  readonly on: readonly BundleView[]
  readonly laptops: LaptopNames
  readonly onClose: () => void
}

export function BringBundleBack({ on, laptops, onClose }: BringBundleBackProps) {
  const field = useRef<HTMLInputElement>(null)
  const [laptop, setLaptop] = useState(on[0]?.laptop ?? '')
  const [path, setPath] = useState('')
  const [to, setTo] = useState('')
  const [done, setDone] = useState<Output<typeof calls.bundlesRestore>>()
  const name = on[0] === undefined ? '' : bundleName(on[0])
  const call = useFollowedCall('bundlesRestore')
  const restore = useAction(async () => {
    const part = path.trim() === '' ? {} : { path: path.trim() }
    const folder = to.trim() === '' ? {} : { to: to.trim() }
    setDone(await call.make({ laptop, bundle: name, ...part, ...folder }))
  })
  const start = () => {
    if (done === undefined) restore.start()
  }
  return (
    <Modal
      title={backTexts.title(name)}
      lead={backTexts.lead}
      onClose={onClose}
      first={field}
      buttons={
        <>
          <Button onClick={onClose}>{done === undefined ? texts.cancel : texts.close}</Button>
          {done === undefined && (
            <Button look="primary" disabled={restore.busy} onClick={start}>
              {backTexts.start}
            </Button>
          )}
        </>
      }
    >
      {on.length > 1 && (
        <div className={styles['choice']}>
          <span aria-hidden>{backTexts.laptop}</span>
          <Segmented
            name={backTexts.laptop}
            segments={on.map((one) => ({ id: one.laptop, label: laptops.labelOf(one.laptop) }))}
            value={laptop}
            onChange={setLaptop}
          />
        </div>
      )}
      <TextForm
        ref={field}
        label={backTexts.to}
        value={to}
        placeholder={backTexts.toPlaceholder(name.replace(':', '-'))}
        onChange={setTo}
        onSubmit={start}
      />
      <TextForm
        label={backTexts.path}
        value={path}
        placeholder={backTexts.pathPlaceholder}
        onChange={setPath}
        onSubmit={start}
      />
      {restore.busy && <TaskLine text={backTexts.working} callId={call.callId} stop={texts.stop} />}
      {done !== undefined && (
        <Notice tone={done.isDamaged ? 'amber' : 'green'} title={backTexts.done(done.files, done.to, done.isDamaged)} />
      )}
      <FailureNotice error={restore.error} />
    </Modal>
  )
}
