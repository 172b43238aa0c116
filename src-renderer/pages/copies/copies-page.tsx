import { CloudUpload, Plus } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { placeState } from '../../../src-main/contract/copies-words.ts'
import type { JobView } from '../../../src-main/contract/jobs-calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { EmptyState, ErrorState, LoadingState, NotRefreshed } from '../../components/list-state.tsx'
import { LiveRegion, nothingSaid, sayAfter } from '../../components/live-region.tsx'
import { Notice } from '../../components/notice.tsx'
import { useCheckAgainKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { useOverview } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import { useNow } from '../../stores/use-now.ts'
import { laptopsOf } from '../snapshots/list/snapshot-where.tsx'
import { AddPlace } from './add-place.tsx'
import styles from './copies-page.module.css'
import { PlaceCard } from './place-card.tsx'
import { texts } from './texts.ts'

const lookEveryMs = 2_000

const copiesOf = (jobs: readonly JobView[] | undefined, host: string): JobView | undefined =>
  jobs?.find(({ laptop, name }) => laptop === host && name === 'copies')

/** Places outside both laptops, and how old what is in them is. */
export function CopiesPage() {
  const { value, error, askAgain: listAgain } = useCall('copiesList', {})
  const { value: jobs, askAgain: lookAtJobs } = useCall('jobsList', {})
  const { value: known } = useOverview()
  const nowMs = useNow(60_000)
  const [adding, setAdding] = useState(false)
  const [said, setSaid] = useState(nothingSaid)
  const askAgain = useCallback(() => {
    listAgain()
    lookAtJobs()
  }, [listAgain, lookAtJobs])
  const works = jobs?.jobs.some(({ name, last }) => name === 'copies' && last?.state.kind === 'running') ?? false
  useEffect(() => {
    if (!works) return undefined
    const timer = window.setInterval(lookAtJobs, lookEveryMs)
    return () => {
      window.clearInterval(timer)
      listAgain()
    }
  }, [works, lookAtJobs, listAgain])
  useTitle(texts.title)
  useCheckAgainKey(askAgain)
  if (value === undefined) {
    return (
      <>
        <Heading title={texts.title} lead={texts.lead} />
        {error === undefined ? (
          <LoadingState>{texts.reading}</LoadingState>
        ) : (
          <ErrorState error={error} onTryAgain={askAgain} />
        )}
      </>
    )
  }
  const laptops = laptopsOf(known, value.missing)
  const { labelOf } = laptops
  const hasFailed = ({ laptop }: PlaceView) => copiesOf(jobs?.jobs, laptop)?.last?.state.kind === 'failed'
  const changed = (words: string) => {
    setSaid((before) => sayAfter(before, words))
    askAgain()
  }
  const addButton = (
    <Button look="primary" icon={Plus} onClick={() => setAdding(true)}>
      {texts.add}
    </Button>
  )
  return (
    <>
      <Heading title={titleOf(value.places, hasFailed, labelOf, nowMs)} lead={texts.lead} />
      <LiveRegion said={said} />
      <div className={styles['notices']}>
        {error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
        {value.missing.map(({ laptop, error: why }) => (
          <Notice key={laptop} tone="amber" title={texts.laptopUnknown(labelOf(laptop))}>
            {errorText(why)}
          </Notice>
        ))}
      </div>
      {value.places.length === 0 ? (
        <Card>
          <EmptyState icon={CloudUpload} title={texts.noneTitle}>
            <p>{texts.noneText}</p>
            <div className={styles['first']}>{addButton}</div>
          </EmptyState>
        </Card>
      ) : (
        <div className={styles['places']}>
          {value.places.map((place) => (
            <PlaceCard
              key={`${place.laptop} ${place.name}`}
              place={place}
              laptops={laptops}
              job={copiesOf(jobs?.jobs, place.laptop)}
              nowMs={nowMs}
              onChanged={changed}
            />
          ))}
          <div>{addButton}</div>
        </div>
      )}
      {adding && <AddPlace laptops={laptops} onClose={() => setAdding(false)} onAdded={changed} />}
    </>
  )
}

/** Nothing is said to be copied above a run that failed. */
function titleOf(
  places: readonly PlaceView[],
  hasFailed: (place: PlaceView) => boolean,
  labelOf: (host: string) => string,
  nowMs: number,
): string {
  if (places.length === 0) return texts.none
  const open = places.filter(
    (place) => placeState(place, labelOf, nowMs).tone !== 'good' || place.sheet === 'to-do' || hasFailed(place),
  )
  return open.length === 0 ? texts.good : texts.attention(open.length)
}
