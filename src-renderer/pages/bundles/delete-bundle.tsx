import type { BundleView } from '../../../src-main/contract/bundles-calls.ts'
import { bundleName } from '../../../src-main/contract/bundles-words.ts'
import { Button } from '../../components/button.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { joinNames } from '../../format/names-text.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import { deleteTexts, texts } from './texts.ts'

interface DeleteBundleProps {
  /** The same bundle, on whichever laptops it is. */
  readonly on: readonly BundleView[]
  readonly laptop: string
  /** From this place instead, as that laptop calls it. */
  readonly place?: string | undefined
  readonly laptops: LaptopNames
  readonly onClose: () => void
  readonly onDeleted: (said: string) => void
}

/** Says what is left elsewhere, which is what the person agrees to. */
export function DeleteBundle({ on, laptop, place, laptops, onClose, onDeleted }: DeleteBundleProps) {
  const client = useClient()
  const name = on[0] === undefined ? '' : bundleName(on[0])
  const label = place ?? laptops.labelOf(laptop)
  const others = [
    ...on
      .filter((one) => (place !== undefined || one.laptop !== laptop) && !one.isDamaged && !one.isAway)
      .map((one) => laptops.labelOf(one.laptop)),
    ...on
      .filter((one) => place === undefined && one.laptop === laptop)
      .flatMap(({ elsewhere }) => elsewhere.map((known) => known.place)),
  ]
  const isOnly = others.length === 0
  const remove = useAction(async () => {
    const wanted = { laptop, bundle: name, force: isOnly }
    if (place === undefined) await client.call('bundlesDelete', wanted)
    else await client.call('bundlesDeleteAt', { ...wanted, place, digest: on[0]?.digest })
    onDeleted(deleteTexts.done(name, label))
    onClose()
  })
  return (
    <Modal
      title={deleteTexts.title(name, label)}
      lead={
        isOnly
          ? place === undefined
            ? deleteTexts.only
            : deleteTexts.onNoLaptop
          : deleteTexts.stays(joinNames(others))
      }
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="danger" disabled={remove.busy} onClick={() => remove.start()}>
            {deleteTexts.start}
          </Button>
        </>
      }
    >
      <FailureNotice error={remove.error} />
    </Modal>
  )
}
