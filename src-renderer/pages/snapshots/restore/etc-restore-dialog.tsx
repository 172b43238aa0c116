import { useRef, useState } from 'react'
import type { calls } from '../../../../src-main/contract/calls.ts'
import type { Output } from '../../../../src-main/contract/define.ts'
import type { EtcRestorePlan } from '../../../../src-main/contract/files-calls.ts'
import type { Snapshot } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { Button } from '../../../components/button.tsx'
import { CheckBox } from '../../../components/check-box.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice, Notice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { textOfPath } from '../../../format/path-text.ts'
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

interface EtcRestoreDialogProps {
  readonly snapshot: Snapshot
  /** Below /etc; none for all of it. */
  readonly paths: readonly string[]
  readonly laptops: LaptopNames
  readonly onClose: () => void
  readonly onDone: (said: string) => void
}

type EtcResult = Output<(typeof calls)['etcRestoreRun']>

/** /etc as it was then, whole or some files of it, without taking from a laptop what makes it itself. */
export function EtcRestoreDialog({ snapshot, paths, laptops, onClose, onDone }: EtcRestoreDialogProps) {
  const nowMs = useNow(60_000)
  const label = laptops.labelOf(snapshot.laptop)
  const [keepsIdentity, setKeepsIdentity] = useState(true)
  const [left, setLeft] = useState<readonly string[]>([])
  const [result, setResult] = useState<EtcResult>()
  const { value, error, isFresh, askAgain } = useCall('etcRestorePlan', {
    laptop: snapshot.laptop,
    id: snapshot.id,
    paths: [...paths],
    withIdentity: !keepsIdentity,
  })
  // A tick changes the plan: until the new one is there, the old one is not carried out.
  const plan = isFresh ? value : undefined
  const restoring = useFollowedCall('etcRestoreRun')
  const restore = useAction(async (planId: string, services: readonly string[]) => {
    const done = await restoring.make({ planId, services: [...services] })
    setResult(done)
    onDone(texts.etcRestored(done.files, label))
  })
  const keep = useRef<HTMLButtonElement>(null)
  if (result !== undefined)
    return <RestoreDone result={result} label={label} more={servicesText(result)} onClose={onClose} />
  const services = (plan?.services ?? []).map(({ unit }) => unit).filter((unit) => !left.includes(unit))
  return (
    <Modal
      title={texts.title(whatText(paths), label)}
      lead={texts.etcLead(formatPoint(snapshot.at, nowMs))}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            {texts.keep}
          </Button>
          <Button
            look="primary"
            disabled={plan === undefined || plan.changes.length === 0 || restore.busy}
            onClick={() => plan !== undefined && restore.start(plan.planId, services)}
          >
            {texts.restore(label)}
          </Button>
        </>
      }
    >
      {error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {plan === undefined && error === undefined && <LoadingState>{texts.comparingEtc}</LoadingState>}
      {plan !== undefined && !restore.busy && (
        <>
          <EtcChanges plan={plan} />
          <div className={styles['item']}>
            <CheckBox checked={keepsIdentity} onChange={setKeepsIdentity}>
              <strong>{texts.keepIdentity(label)}</strong>
              <small>{identityText(plan.keptIdentity)}</small>
            </CheckBox>
          </div>
          {plan.services.map(({ unit, why, how }) => (
            <div key={unit} className={styles['item']}>
              <CheckBox
                checked={!left.includes(unit)}
                onChange={(ticked) => setLeft(ticked ? left.filter((one) => one !== unit) : [...left, unit])}
              >
                <strong>{texts.service[how](unit)}</strong>
                <small>{why}</small>
              </CheckBox>
            </div>
          ))}
          {plan.notes.map((note) => (
            <p key={note} className={styles['soft']}>
              {note}
            </p>
          ))}
        </>
      )}
      {restore.busy && <TaskLine text={texts.restoringEtc(label)} callId={restoring.callId} />}
      <FailureNotice error={restore.error} />
    </Modal>
  )
}

function EtcChanges({ plan: { changes } }: { readonly plan: EtcRestorePlan }) {
  if (changes.length === 0)
    return (
      <Notice tone="green" title={texts.nothingTitle}>
        {texts.nothingText}
      </Notice>
    )
  return (
    <>
      <p className={styles['label']}>{texts.etcChanges(changes.length)}</p>
      <ul className={styles['list']} tabIndex={0} aria-label={texts.etcChangesLabel}>
        {changes.map((change) => (
          <li key={change.path}>
            <span className={styles['mono']}>{`/etc/${textOfPath(change.path)}`}</span>
            <span>{kindWords[change.kind]}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function whatText(paths: readonly string[]): string {
  const [first] = paths
  if (first === undefined) return '/etc'
  return paths.length === 1 ? `/etc/${textOfPath(first)}` : texts.etcFiles(formatCount(paths.length))
}

function identityText(kept: readonly string[]): string {
  if (kept.length === 0) return texts.noIdentity
  const names = kept.slice(0, 3).map((path) => `/etc/${textOfPath(path.replace(/^\/?(etc\/)?/, ''))}`)
  const more = kept.length > names.length ? ` ${texts.andMore(formatCount(kept.length - names.length))}` : ''
  return texts.identityStays(`${names.join(', ')}${more}`)
}

function servicesText({ reloaded, notReloaded }: EtcResult): readonly string[] {
  return [
    ...(reloaded.length === 0 ? [] : [texts.reloaded(reloaded.join(', '))]),
    ...(notReloaded.length === 0 ? [] : [texts.notReloaded(notReloaded.join(', '))]),
  ]
}
