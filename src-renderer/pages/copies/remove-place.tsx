import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { Button } from '../../components/button.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { removeTexts, texts } from './texts.ts'

interface RemovePlaceProps {
  readonly place: PlaceView
  readonly onClose: () => void
  readonly onSheet: () => void
  readonly onRemoved: (said: string) => void
}

/** Of a store whose recovery sheet nobody kept: its password is nowhere else. */
export function RemovePlace({ place: { laptop, name }, onClose, onSheet, onRemoved }: RemovePlaceProps) {
  const client = useClient()
  const remove = useAction(async () => {
    await client.call('copiesForget', { laptop, place: name, force: true })
    onRemoved(texts.removed(name))
  })
  return (
    <Modal
      title={removeTexts.title(name)}
      lead={removeTexts.lead}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button onClick={onSheet}>{texts.sheet}</Button>
          <Button look="danger" disabled={remove.busy} onClick={() => remove.start()}>
            {removeTexts.start}
          </Button>
        </>
      }
    >
      <FailureNotice error={remove.error} />
    </Modal>
  )
}
