import { useRef, useState } from 'react'
import type { InPlace, RestorePlan, RestoreResult } from '../../../../src-main/contract/files-calls.ts'
import type { PartOfSet } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatBytes, formatCount } from '../../../../src-main/kernel/units.ts'
import { Button } from '../../../components/button.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice, Notice } from '../../../components/notice.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { nameOf, shownPath, textOfPath } from '../../../format/path-text.ts'
import { formatPoint } from '../../../format/time.ts'
import { useAction } from '../../../stores/use-action.ts'
import { useCall } from '../../../stores/use-call.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import { useNow } from '../../../stores/use-now.ts'
import { kindWords } from '../change-words.ts'
import styles from '../dialogs.module.css'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { RestoreDone } from './restore-done.tsx'
import { texts } from './texts.ts'

export interface RestoreOrigin {
  readonly laptop: string
  readonly id: string
  readonly at: string
  readonly subvolume: PartOfSet
  /** Where it is one of a copy. */
  readonly copy?: InPlace
}

interface RestoreDialogProps {
  readonly from: RestoreOrigin
  readonly paths: readonly string[]
  readonly home: string | undefined
  readonly laptops: LaptopNames
  readonly onClose: () => void
  readonly onDone: (said: string) => void
}

/** What restoring would do, before it does it; where to, and what happens to what is there now. */
export function RestoreDialog(props: RestoreDialogProps) {
  const { from, paths, home, laptops, onClose, onDone } = props
  const nowMs = useNow(60_000)
  const [onto, setOnto] = useState(from.laptop)
  const [place, setPlace] = useState<'original' | 'beside'>('original')
  const [result, setResult] = useState<RestoreResult>()
  const { value, error, isFresh, askAgain, callId } = useCall('restorePlan', {
    laptop: from.laptop,
    id: from.id,
    subvolume: from.subvolume.subvolume,
    paths: [...paths],
    place,
    onto,
    ...(from.copy === undefined ? {} : { copy: from.copy }),
  })
  // Another place is another plan: the old one must not be carried out.
  const ready = isFresh ? value : undefined
  const label = laptops.labelOf(onto)
  const restoring = useFollowedCall('restoreRun')
  const restore = useAction(async (planId: string) => {
    const done = await restoring.make({ planId })
    setResult(done)
    onDone(texts.restored(done.files, label))
  })
  const keep = useRef<HTMLButtonElement>(null)
  if (result !== undefined) return <RestoreDone result={result} label={label} onClose={onClose} />
  return (
    <Modal
      title={texts.title(whatText(paths), label)}
      lead={texts.asOf(paths.length, formatPoint(from.at, nowMs), laptops.labelOf(from.laptop))}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            {texts.keep}
          </Button>
          <Button
            look="primary"
            disabled={ready === undefined || ready.isSame === true || restore.busy}
            onClick={() => ready !== undefined && restore.start(ready.planId)}
          >
            {texts.restore(label)}
          </Button>
        </>
      }
    >
      <div className={styles['row']}>
        <Segmented
          name={texts.whereTo}
          segments={[
            { id: 'original', label: texts.original },
            { id: 'beside', label: texts.beside },
          ]}
          value={place}
          onChange={(id) => setPlace(id === 'beside' ? 'beside' : 'original')}
        />
        {laptops.names.length > 1 && from.copy === undefined && (
          <Segmented
            name={texts.ontoLaptop}
            segments={laptops.names.map((name) => ({ id: name, label: texts.onLaptop(laptops.labelOf(name)) }))}
            value={onto}
            onChange={setOnto}
          />
        )}
      </div>
      {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {ready === undefined && error === undefined && from.copy === undefined && (
        <LoadingState>{texts.planning}</LoadingState>
      )}
      {ready === undefined && error === undefined && from.copy !== undefined && (
        <TaskLine text={texts.fetching(from.copy.place)} callId={callId} stop={texts.stopFetching} />
      )}
      {ready !== undefined && !restore.busy && (
        <PlanText
          plan={ready}
          subvolume={from.subvolume}
          home={home}
          label={label}
          place={place}
          isFetched={from.copy !== undefined}
        />
      )}
      {restore.busy && <TaskLine text={texts.restoring(label)} callId={restoring.callId} stop={texts.stop} />}
      <FailureNotice error={restore.error} />
    </Modal>
  )
}

function whatText(paths: readonly string[]): string {
  const [first] = paths
  return paths.length === 1 && first !== undefined
    ? textOfPath(nameOf(first))
    : texts.selected(formatCount(paths.length))
}

interface PlanTextProps {
  readonly plan: RestorePlan
  readonly subvolume: PartOfSet
  readonly home: string | undefined
  readonly label: string
  readonly place: 'original' | 'beside'
  /** Out of a copy. */
  readonly isFetched: boolean
}

function PlanText({ plan, subvolume, home, label, place, isFetched }: PlanTextProps) {
  const { overwritten, overwrittenCount: count } = plan
  if (plan.isSame === true)
    return (
      <Notice tone="green" title={texts.nothingTitle}>
        {texts.sameText}
      </Notice>
    )
  return (
    <>
      <p>
        {texts.planSize(plan.files, formatBytes(plan.bytes))}{' '}
        {isFetched ? texts.fetched : plan.instant ? texts.instant : texts.copied}
      </p>
      {count > 0 && (
        <Notice tone="info" title={count === 1 ? texts.oneDiffers(label) : texts.differ(formatCount(count), label)}>
          {plan.keeps}
        </Notice>
      )}
      {count > 0 && (
        <ul className={styles['list']} tabIndex={0} aria-label={texts.differLabel(label)}>
          {overwritten.map((change) => (
            <li key={change.path}>
              <span className={styles['mono']}>{shownPath(subvolume, change.path, home)}</span>
              <span>{kindWords[change.kind]}</span>
              <span>{change.after === undefined ? '' : formatBytes(change.after.bytes)}</span>
            </li>
          ))}
          {count > overwritten.length && (
            <li>
              <span>{texts.more(formatCount(count - overwritten.length))}</span>
            </li>
          )}
        </ul>
      )}
      {count === 0 && (
        <Notice tone="green" title={place === 'original' ? texts.placeFree : texts.noneReplaced}>
          {texts.nothingTouched(label)}
        </Notice>
      )}
      {plan.notes.map((note) => (
        <p key={note} className={styles['soft']}>
          {note}
        </p>
      ))}
    </>
  )
}
