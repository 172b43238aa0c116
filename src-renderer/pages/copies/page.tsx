import { CloudUpload, Folder, Plus } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { newestOwn } from '../../../src-main/contract/copies-words.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { AnswerNotices, FirstAnswer } from '../../components/both-answers.tsx'
import { Button } from '../../components/button.tsx'
import { Card, CardRow } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { EmptyState } from '../../components/list-state.tsx'
import { LiveRegion, nothingSaid, sayAfter } from '../../components/live-region.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { usePage } from '../../components/use-page.ts'
import { joinNames } from '../../format/names-text.ts'
import { formatPoint } from '../../format/time.ts'
import { useClient, useOverview } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import { useNow } from '../../stores/use-now.ts'
import { useWatchedJobs } from '../../stores/use-watched-jobs.ts'
import { laptopsOf, type LaptopNames } from '../../components/laptop-names.ts'
import type { PageDeclaration, PageProps } from '../page.ts'
import { copiedPlaceOf } from '../snapshots/snapshots-routes.ts'
import { AddPlace, type StartedPlace } from './add-place.tsx'
import { AttachedDisks } from './attached-disks.tsx'
import styles from '../backups.module.css'
import { InsidePage } from './inside-page.tsx'
import { PlaceCard } from './place-card.tsx'
import { needsAttention, workAt, type ShownPlace } from './shown-place.ts'
import { texts } from './texts.ts'

export const copiesPage: PageDeclaration = {
  id: 'copies',
  room: 'backups',
  title: texts.title,
  component: CopiesPage,
}

const jobsOfCopies: readonly string[] = ['copies']

/** A card for each place outside both laptops, and what else could be one. */
function CopiesPage({ item, rest, file }: PageProps) {
  const client = useClient()
  const { value, error, askAgain: listAgain } = useCall('copiesList', {})
  const { value: bundled } = useCall('bundlesList', {})
  const { value: attached, askAgain: lookForDisks } = useCall('copiesAttached', {})
  const { jobs, askAgain: lookAtJobs } = useWatchedJobs(jobsOfCopies, listAgain, listAgain)
  const { value: known } = useOverview()
  const nowMs = useNow(60_000)
  const [adding, setAdding] = useState<{ readonly disk?: StartedPlace }>()
  const [said, setSaid] = useState(nothingSaid)
  const askAgain = useCallback(() => {
    listAgain()
    lookAtJobs()
    lookForDisks()
  }, [listAgain, lookAtJobs, lookForDisks])
  usePage(texts.title, askAgain)
  const changed = (words: string) => {
    setSaid((before) => sayAfter(before, words))
    askAgain()
  }
  const copyAll = useAction(async (places: readonly PlaceView[]) => {
    const laptops = [...new Set(places.map(({ laptop }) => laptop))]
    await Promise.all(
      laptops.map((laptop) => {
        const [only, other] = places.filter((place) => place.laptop === laptop)
        const where = only === undefined || other !== undefined ? {} : { place: only.name }
        return client.call('copiesRun', { laptop, what: 'copy', ...where })
      }),
    )
    changed(texts.startedAll)
  })
  if (value === undefined) return <FirstAnswer texts={texts} error={error} onTryAgain={askAgain} />
  const laptops = laptopsOf(known, value.missing)
  const inside = copiedPlaceOf(item, rest, file)
  if (inside !== undefined) return <InsidePage at={inside} places={value.places} laptops={laptops} home={known?.home} />
  const shown = value.places.map((place): ShownPlace => {
    const job = jobs.find(({ laptop }) => place.kind !== 'registry' && laptop === place.laptop)
    return { place, job, at: workAt(place, job), bundles: bundlesAt(place, bundled?.bundles) }
  })
  const copied = shown.flatMap(({ place }) => (place.kind === 'registry' ? [] : [place]))
  const isAtWork = shown.some(({ job }) => job?.last?.state.kind === 'running')
  const addButton = (look: 'primary' | 'link') => (
    <Button look={look} {...(look === 'primary' ? { icon: Plus } : {})} onClick={() => setAdding({})}>
      {texts.add}
    </Button>
  )
  return (
    <>
      <Heading
        title={titleOf(shown, value, laptops, nowMs)}
        lead={leadOf(copied, laptops)}
        actions={
          copied.length > 0 &&
          !isAtWork && (
            <Button look="primary" icon={CloudUpload} disabled={copyAll.busy} onClick={() => copyAll.start(copied)}>
              {texts.copy}
            </Button>
          )
        }
      />
      <LiveRegion said={said} />
      <AnswerNotices error={error} missing={value.missing} labelOf={laptops.labelOf} onTryAgain={askAgain} />
      <FailureNotice error={copyAll.error} />
      {shown.length === 0 ? (
        <Card>
          <EmptyState icon={CloudUpload} title={texts.noneTitle}>
            <p>{texts.noneText}</p>
            <div className={styles['first']}>{addButton('primary')}</div>
          </EmptyState>
        </Card>
      ) : (
        <div className={styles['places']}>
          {shown.map((one) => (
            <PlaceCard
              key={`${one.place.laptop} ${one.place.name}`}
              shown={one}
              laptops={laptops}
              nowMs={nowMs}
              home={known?.home}
              onChanged={changed}
            />
          ))}
        </div>
      )}
      <AttachedDisks disks={attached?.disks ?? []} laptops={laptops} onUse={(disk) => setAdding({ disk })}>
        {shown.length > 0 && (
          <CardRow icon={Folder} title={texts.elsewhere} side={addButton('link')}>
            {texts.elsewhereText}
          </CardRow>
        )}
      </AttachedDisks>
      {adding !== undefined && (
        <AddPlace laptops={laptops} disk={adding.disk} onClose={() => setAdding(undefined)} onAdded={changed} />
      )}
    </>
  )
}

/** How many versions are known to be there. */
function bundlesAt(
  { laptop, name }: PlaceView,
  bundles: Output<typeof calls.bundlesList>['bundles'] | undefined,
): number {
  const there = bundles?.filter((one) => one.laptop === laptop && one.elsewhere.some(({ place }) => place === name))
  return there?.length ?? 0
}

/** Nothing is said to be copied above a run that failed, nor of a laptop without a place. */
function titleOf(
  shown: readonly ShownPlace[],
  { missing }: Pick<Output<typeof calls.copiesList>, 'missing'>,
  { names, labelOf }: LaptopNames,
  nowMs: number,
): string {
  const forCopies = shown.filter(({ place }) => place.kind !== 'registry')
  if (forCopies.length === 0) return missing.length === 0 ? texts.none : texts.title
  const working = forCopies.find(({ at }) => at.kind === 'running')
  if (working?.place.work !== undefined) return texts.works[working.place.work.what](working.place.name)
  const copied = names.filter((name) => forCopies.some(({ place }) => place.laptop === name))
  const newest = copied.flatMap((name) => {
    const own = forCopies
      .filter(({ place }) => place.laptop === name)
      .flatMap(({ place }) => newestOwn(place)?.at ?? [])
    return own.toSorted().at(-1) ?? []
  })
  const [oldest] = newest.length === copied.length ? newest.toSorted() : []
  const open = forCopies.filter((one) => needsAttention(one, labelOf, nowMs)).length
  if (oldest === undefined) return open > 0 ? texts.attention(open) : texts.title
  const who = copied.length === names.length ? undefined : joinNames(copied.map(labelOf))
  return texts.copied(formatPoint(oldest, nowMs), who, open)
}

function leadOf(places: readonly PlaceView[], { names, labelOf }: LaptopNames): string {
  const without = names.filter((name) => !places.some(({ laptop }) => laptop === name))
  return places.length === 0 || without.length === 0 ? texts.lead : texts.leadWithout(joinNames(without.map(labelOf)))
}
