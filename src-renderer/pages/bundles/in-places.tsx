import { Download, Search } from 'lucide-react'
import { useState } from 'react'
import type { BundleView } from '../../../src-main/contract/bundles-calls.ts'
import { bundleName, contentsText } from '../../../src-main/contract/bundles-words.ts'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { othersText } from '../../../src-main/contract/copies-words.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { formatPoint } from '../../format/time.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import type { LaptopNames } from '../../components/laptop-names.ts'
import styles from '../backups.module.css'
import { placeTexts, texts } from './texts.ts'

type Place = Pick<PlaceView, 'laptop' | 'name'>

interface InPlacesProps {
  readonly places: readonly Place[]
  /** Of both laptops. */
  readonly bundles: readonly BundleView[]
  readonly laptops: LaptopNames
  readonly nowMs: number
  readonly onChanged: (said: string) => void
}

/** What a place has, also what no laptop knows of. It is asked only when a person wants to know: that may take its time. */
export function InPlaces({ places, bundles, laptops, nowMs, onChanged }: InPlacesProps) {
  const client = useClient()
  const [shown, setShown] = useState<
    Place & { readonly found: readonly BundleView[]; readonly others: readonly string[] }
  >()
  const look = useAction(async (place: Place) => {
    const found = await client.call('bundlesListAt', { laptop: place.laptop, place: place.name })
    setShown({ ...place, found: found.bundles, others: found.others ?? [] })
  })
  const nameOf = ({ laptop, name }: Place) => placeTexts.of(name, laptops.labelOf(laptop))
  return (
    <Card className={styles['card']} aria-label={placeTexts.title}>
      <div className={styles['head']}>
        <h2>{placeTexts.title}</h2>
      </div>
      <p className={styles['soft']}>{placeTexts.lead}</p>
      <div className={styles['buttons']}>
        {places.map((place) => (
          <Button
            key={`${place.laptop} ${place.name}`}
            size="small"
            icon={Search}
            disabled={look.busy}
            onClick={() => look.start(place)}
          >
            {placeTexts.look(nameOf(place))}
          </Button>
        ))}
      </div>
      {look.busy && <p className={styles['soft']}>{placeTexts.looking}</p>}
      {look.error !== undefined && (
        <Notice tone="amber" alert title={look.error.message}>
          {errorText(look.error)}
        </Notice>
      )}
      {shown !== undefined && !look.busy && (
        <section className={styles['cards']} aria-label={nameOf(shown)}>
          {shown.found.length === 0 && <p>{placeTexts.none(nameOf(shown))}</p>}
          {shown.others.length > 0 && <p>{othersText(shown.others)}</p>}
          {shown.found.map((bundle) => (
            <There
              key={`${bundleName(bundle)} ${bundle.digest}`}
              bundle={bundle}
              place={shown}
              on={bundles.filter((one) => isSame(one, bundle) && !one.isAway)}
              laptops={laptops}
              nowMs={nowMs}
              onChanged={onChanged}
            />
          ))}
        </section>
      )}
    </Card>
  )
}

const isSame = (one: BundleView, other: BundleView): boolean =>
  bundleName(one) === bundleName(other) && one.digest === other.digest

interface ThereProps extends Pick<InPlacesProps, 'laptops' | 'nowMs' | 'onChanged'> {
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
      {pulling.error !== undefined && (
        <Notice tone="amber" alert title={pulling.error.message}>
          {errorText(pulling.error)}
        </Notice>
      )}
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
