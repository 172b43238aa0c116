import { Download } from 'lucide-react'
import type { BundleView } from '../../../src-main/contract/bundles-calls.ts'
import { bundleName, contentsText } from '../../../src-main/contract/bundles-words.ts'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { othersText } from '../../../src-main/contract/copies-words.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { formatPoint } from '../../format/time.ts'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from '../backups.module.css'
import { placeTexts, texts } from './texts.ts'

type Place = Pick<PlaceView, 'laptop' | 'name'>

interface BundlesHereProps {
  readonly place: Place
  readonly laptops: LaptopNames
  readonly nowMs: number
  readonly onClose: () => void
  readonly onChanged: (said: string) => void
}

/** The bundles that a place has, also those that no laptop knows of. It is asked now, which may take its time. */
export function BundlesHere({ place, laptops, nowMs, onClose, onChanged }: BundlesHereProps) {
  const { value: found, error } = useCall('bundlesListAt', { laptop: place.laptop, place: place.name })
  const { value: known, askAgain } = useCall('bundlesList', {})
  const changed = (said: string) => {
    askAgain()
    onChanged(said)
  }
  return (
    <Modal
      title={placeTexts.title(place.name)}
      lead={placeTexts.lead}
      onClose={onClose}
      buttons={<Button onClick={onClose}>{texts.close}</Button>}
    >
      {found === undefined && error === undefined && <p className={styles['soft']}>{placeTexts.looking}</p>}
      <FailureNotice error={error} />
      {found?.bundles.length === 0 && <p>{placeTexts.none(place.name)}</p>}
      {found?.others !== undefined && <p>{othersText(found.others)}</p>}
      {found?.bundles.map((bundle) => (
        <There
          key={`${bundleName(bundle)} ${bundle.digest}`}
          bundle={bundle}
          place={place}
          on={known?.bundles.filter((one) => isSame(one, bundle) && !one.isAway) ?? []}
          laptops={laptops}
          nowMs={nowMs}
          onChanged={changed}
        />
      ))}
    </Modal>
  )
}

const isSame = (one: BundleView, other: BundleView): boolean =>
  bundleName(one) === bundleName(other) && one.digest === other.digest

interface ThereProps extends Pick<BundlesHereProps, 'laptops' | 'nowMs' | 'onChanged'> {
  readonly bundle: BundleView
  readonly place: Place
  /** Those that have its files. */
  readonly on: readonly BundleView[]
}

function There({ bundle, place, on, laptops, nowMs, onChanged }: ThereProps) {
  const name = bundleName(bundle)
  const to = laptops.labelOf(place.laptop)
  const pull = useFollowedCall('bundlesPull')
  const pulling = useAction(async () => {
    await pull.make({ laptop: place.laptop, place: place.name, bundle: name })
    onChanged(placeTexts.pulled(name, to, place.name))
  })
  return (
    <div className={styles['version']}>
      <div className={styles['entry']}>
        <strong>{name}</strong>
        <span className={styles['soft']}>{formatPoint(bundle.madeAt, nowMs)}</span>
        {on.map(({ laptop }) => (
          <Badge key={laptop}>{laptops.labelOf(laptop)}</Badge>
        ))}
      </div>
      <p>{contentsText(bundle)}</p>
      {pulling.busy && <TaskLine text={texts.fetching(name)} callId={pull.callId} stop={texts.stop} />}
      <FailureNotice error={pulling.error} />
      {!on.some(({ laptop }) => laptop === place.laptop) && (
        <div className={styles['buttons']}>
          <Button
            size="small"
            icon={Download}
            aria-label={texts.fetchOf(name, to)}
            disabled={pulling.busy}
            onClick={() => pulling.start()}
          >
            {texts.fetch(to)}
          </Button>
        </div>
      )}
    </div>
  )
}
