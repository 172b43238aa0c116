import type { BundleView } from '../../../src-main/contract/bundles-calls.ts'
import { bundleName, contentsText, staysText } from '../../../src-main/contract/bundles-words.ts'
import { Button } from '../../components/button.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { joinNames } from '../../format/names-text.ts'
import { useAction } from '../../stores/use-action.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import { awayTexts, texts } from './texts.ts'

interface PutBundleAwayProps {
  /** The same bundle, on whichever laptops it is. */
  readonly on: readonly BundleView[]
  readonly laptop: string
  readonly laptops: LaptopNames
  readonly nowMs: number
  readonly onClose: () => void
  readonly onDone: (said: string) => void
}

/** Says what goes and where it stays; whether that was proven is asked when it is put away. */
export function PutBundleAway({ on, laptop, laptops, nowMs, onClose, onDone }: PutBundleAwayProps) {
  const one = on.find((found) => found.laptop === laptop)
  const name = one === undefined ? '' : bundleName(one)
  const label = laptops.labelOf(laptop)
  const stays = [
    ...(one?.elsewhere ?? []).map(({ place, at }) => ({ name: place, at })),
    ...on.flatMap((other) =>
      other.laptop !== laptop && !other.isAway && !other.isDamaged && other.verifiedAt !== undefined
        ? [{ name: laptops.labelOf(other.laptop), at: other.verifiedAt }]
        : [],
    ),
  ].map((known) => staysText({ ...known, kind: 'place', isConnected: true }, nowMs))
  const call = useFollowedCall('bundlesPutAway')
  const put = useAction(async () => {
    const { staysOn, damaged = [] } = await call.make({ laptop, bundle: name })
    const told = staysOn.map((place) => staysText({ ...place, name: laptops.labelOf(place.name) }, nowMs))
    onDone(awayTexts.done(name, joinNames(told), damaged.map(laptops.labelOf)))
    onClose()
  })
  return (
    <Modal
      title={awayTexts.title(name, label)}
      lead={one === undefined ? '' : awayTexts.lead(contentsText(one), label)}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" disabled={put.busy} onClick={() => put.start()}>
            {awayTexts.start}
          </Button>
        </>
      }
    >
      <p>{stays.length === 0 ? awayTexts.unknown : awayTexts.known(joinNames(stays))}</p>
      <p>{awayTexts.rule}</p>
      {put.busy && <TaskLine text={awayTexts.working} callId={call.callId} stop={texts.stop} />}
      <FailureNotice error={put.error} />
    </Modal>
  )
}
