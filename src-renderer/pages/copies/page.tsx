import { CloudUpload, Plus } from 'lucide-react'
import { useState } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { placeState } from '../../../src-main/contract/copies-words.ts'
import { AnswerNotices, FirstAnswer } from '../../components/both-answers.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { EmptyState } from '../../components/list-state.tsx'
import { LiveRegion, nothingSaid, sayAfter } from '../../components/live-region.tsx'
import { usePage } from '../../components/use-page.ts'
import { joinNames } from '../../format/names-text.ts'
import { useOverview } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import { useNow } from '../../stores/use-now.ts'
import { useWatchedJobs } from '../../stores/use-watched-jobs.ts'
import { laptopsOf, type LaptopNames } from '../../components/laptop-names.ts'
import type { PageDeclaration } from '../page.ts'
import { AddPlace } from './add-place.tsx'
import styles from '../backups.module.css'
import { PlaceCard } from './place-card.tsx'
import { RegistryCard } from './registry-card.tsx'
import { texts } from './texts.ts'

export const copiesPage: PageDeclaration = {
  id: 'copies',
  room: 'backups',
  title: texts.title,
  component: CopiesPage,
}

const jobsOfCopies: readonly string[] = ['copies']

/** Places outside both laptops, and how old what is in them is. */
function CopiesPage() {
  const { value, error, askAgain: listAgain } = useCall('copiesList', {})
  const { jobs, askAgain: lookAtJobs } = useWatchedJobs(jobsOfCopies, listAgain)
  const { value: known } = useOverview()
  const nowMs = useNow(60_000)
  const [adding, setAdding] = useState(false)
  const [said, setSaid] = useState(nothingSaid)
  const askAgain = () => {
    listAgain()
    lookAtJobs()
  }
  usePage(texts.title, askAgain)
  if (value === undefined) return <FirstAnswer texts={texts} error={error} onTryAgain={askAgain} />
  const laptops = laptopsOf(known, value.missing)
  const { labelOf } = laptops
  const forCopies = value.places.filter(({ kind }) => kind !== 'registry')
  const jobOf = ({ laptop }: PlaceView) => jobs.find((job) => job.laptop === laptop)
  const hasFailed = (place: PlaceView) => jobOf(place)?.last?.state.kind === 'failed'
  const isOpen = (place: PlaceView): boolean =>
    placeState(place, labelOf, nowMs).tone !== 'good' || place.sheet === 'to-do' || hasFailed(place)
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
      <Heading
        title={titleOf({ places: forCopies, missing: value.missing }, laptops, isOpen)}
        lead={texts.lead}
        actions={value.places.length > 0 && addButton}
      />
      <LiveRegion said={said} />
      <AnswerNotices error={error} missing={value.missing} labelOf={labelOf} onTryAgain={askAgain} />
      {value.places.length === 0 ? (
        <Card>
          <EmptyState icon={CloudUpload} title={texts.noneTitle}>
            <p>{texts.noneText}</p>
            <div className={styles['first']}>{addButton}</div>
          </EmptyState>
        </Card>
      ) : (
        <div className={styles['cards']}>
          {forCopies.map((place) => (
            <PlaceCard
              key={`${place.laptop} ${place.name}`}
              place={place}
              laptops={laptops}
              job={jobOf(place)}
              nowMs={nowMs}
              onChanged={changed}
            />
          ))}
          {value.places.map((place) =>
            place.kind === 'registry' ? (
              <RegistryCard
                key={`${place.laptop} ${place.name}`}
                place={place}
                label={labelOf(place.laptop)}
                onChanged={changed}
              />
            ) : undefined,
          )}
        </div>
      )}
      {adding && <AddPlace laptops={laptops} onClose={() => setAdding(false)} onAdded={changed} />}
    </>
  )
}

/** Nothing is said to be copied above a run that failed, nor of a laptop without a place. */
function titleOf(
  { places, missing }: Output<typeof calls.copiesList>,
  { names, labelOf }: LaptopNames,
  isOpen: (place: PlaceView) => boolean,
): string {
  if (places.length === 0) return missing.length === 0 ? texts.none : texts.title
  const open = places.filter(isOpen).length
  if (open > 0) return texts.attention(open)
  const copied = names.filter((name) => places.some(({ laptop }) => laptop === name))
  return copied.length === names.length ? texts.good : texts.goodOf(joinNames(copied.map(labelOf)))
}
