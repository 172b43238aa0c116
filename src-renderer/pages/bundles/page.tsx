import { Boxes, Plus } from 'lucide-react'
import { useState } from 'react'
import { byBundle, type BundleOnLaptops } from '../../../src-main/contract/bundles-words.ts'
import { AnswerNotices, FirstAnswer } from '../../components/both-answers.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { EmptyState } from '../../components/list-state.tsx'
import { LiveRegion, nothingSaid, sayAfter } from '../../components/live-region.tsx'
import { usePage } from '../../components/use-page.ts'
import { pageHash } from '../../router/route.ts'
import { useOverview } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import { useNow } from '../../stores/use-now.ts'
import { useWatchedJobs } from '../../stores/use-watched-jobs.ts'
import { laptopsOf } from '../../components/laptop-names.ts'
import type { PageDeclaration } from '../page.ts'
import { BundleCard } from './bundle-card.tsx'
import { BundlesRoom } from './bundles-room.tsx'
import styles from '../backups.module.css'
import { NewBundle } from './new-bundle.tsx'
import { texts } from './texts.ts'

export const bundlesPage: PageDeclaration = {
  id: 'bundles',
  room: 'backups',
  title: texts.title,
  component: BundlesPage,
}

const roomJob: readonly string[] = ['bundles-room']

/** Bundles of both laptops: each name with its versions, and where they are. */
function BundlesPage() {
  const { value, error, askAgain } = useCall('bundlesList', {})
  const { jobs, askAgain: lookAtJobs } = useWatchedJobs(roomJob, askAgain)
  const { value: places } = useCall('copiesList', {})
  const { value: known } = useOverview()
  const nowMs = useNow(60_000)
  const [making, setMaking] = useState(false)
  const [said, setSaid] = useState(nothingSaid)
  usePage(texts.title, askAgain)
  if (value === undefined) return <FirstAnswer texts={texts} error={error} onTryAgain={askAgain} />
  const laptops = laptopsOf(known, value.missing)
  const reached = places?.places.filter(({ presence }) => presence !== 'not-there') ?? []
  const names = byName(byBundle(value.bundles))
  const changed = (words: string) => {
    setSaid((before) => sayAfter(before, words))
    askAgain()
  }
  const makeButton = (
    <Button look="primary" icon={Plus} onClick={() => setMaking(true)}>
      {texts.make}
    </Button>
  )
  const damaged = names.filter(({ versions }) =>
    versions.some(({ on }) => on.some(({ isDamaged }) => isDamaged)),
  ).length
  const title =
    names.length === 0
      ? value.missing.length === 0
        ? texts.none
        : texts.title
      : damaged > 0
        ? texts.damaged(damaged)
        : texts.some(names.length)
  return (
    <>
      <Heading title={title} lead={texts.lead} actions={names.length > 0 && makeButton} />
      <LiveRegion said={said} />
      <AnswerNotices error={error} missing={value.missing} labelOf={laptops.labelOf} onTryAgain={askAgain} />
      {names.length === 0 ? (
        <Card>
          <EmptyState icon={Boxes} title={texts.noneTitle}>
            <ul className={styles['examples']}>
              {texts.examples.map((example) => (
                <li key={example}>{example}</li>
              ))}
            </ul>
            <div className={styles['first']}>{makeButton}</div>
          </EmptyState>
        </Card>
      ) : (
        <div className={styles['cards']}>
          {names.map(({ name, versions }) => (
            <BundleCard
              key={name}
              name={name}
              versions={versions}
              places={reached}
              laptops={laptops}
              nowMs={nowMs}
              onChanged={changed}
            />
          ))}
        </div>
      )}
      <div className={styles['others']}>
        {reached.length > 0 && (
          <p className={styles['soft']}>
            {texts.inPlaces}{' '}
            <LinkButton look="link" href={pageHash('copies')}>
              {texts.lookThere}
            </LinkButton>
          </p>
        )}
        {jobs.length > 0 && names.length > 0 && (
          <BundlesRoom jobs={jobs} labelOf={laptops.labelOf} nowMs={nowMs} onChanged={lookAtJobs} />
        )}
      </div>
      {making && <NewBundle laptops={laptops} onClose={() => setMaking(false)} onMade={changed} />}
    </>
  )
}

interface NamedBundles {
  readonly name: string
  readonly versions: readonly BundleOnLaptops[]
}

/** The newest version first; one that is only on the other laptop has its place among them. */
function byName(bundles: readonly BundleOnLaptops[]): readonly NamedBundles[] {
  const names = [...new Set(bundles.map(({ bundle }) => bundle.name))].sort((one, other) => one.localeCompare(other))
  return names.map((name) => {
    const versions = bundles.filter(({ bundle }) => bundle.name === name)
    return { name, versions: versions.sort((one, other) => (one.bundle.madeAt < other.bundle.madeAt ? 1 : -1)) }
  })
}
