import { useRef } from 'react'
import type { PruneResult } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { Button } from '../../../components/button.tsx'
import { Modal } from '../../../components/modal.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { formatPoint } from '../../../format/time.ts'
import { useAction } from '../../../stores/use-action.ts'
import { useFollowedCall } from '../../../stores/use-followed-call.ts'
import { useNow } from '../../../stores/use-now.ts'
import { ignoreEnter } from '../deleting/delete-dialog.tsx'
import dialogs from '../dialogs.module.css'
import { pendingText, spaceText } from '../list/restore-points.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { freedBy } from './keeping-words.ts'
import { texts } from './texts.ts'

interface PruneDialogProps {
  readonly results: readonly PruneResult[]
  readonly on: readonly string[]
  readonly laptops: LaptopNames
  readonly onClose: () => void
  readonly onDone: (said: string) => void
}

/** The last word before what the rule does not keep is deleted at once. */
export function PruneDialog({ results, on, laptops, onClose, onDone }: PruneDialogProps) {
  const nowMs = useNow(60_000)
  const keep = useRef<HTMLButtonElement>(null)
  const count = results.reduce((sum, one) => sum + one.delete.length, 0)
  const space = spaceText(freedBy(results))
  const pruning = useFollowedCall('snapshotsPrune')
  const prune = useAction(async () => {
    const { laptops: done } = await pruning.make({ on: [...on], dryRun: false })
    const deleted = done.reduce((sum, one) => sum + one.delete.length, 0)
    const later = pendingText(done.map(({ pendingBytes }) => pendingBytes))
    onDone(`${texts.pruned(deleted)}${later}`)
    onClose()
  })
  return (
    <Modal
      red
      title={texts.pruneTitle(count)}
      lead={space === '' ? texts.pruneLead : `${texts.pruneLead} ${texts.pruneFrees(space)}`}
      onClose={onClose}
      first={keep}
      buttons={
        <>
          <Button ref={keep} onClick={onClose}>
            {texts.keepThem}
          </Button>
          <Button look="danger" disabled={prune.busy} onKeyDown={ignoreEnter} onClick={() => prune.start()}>
            {texts.prune(count)}
          </Button>
        </>
      }
    >
      {results
        .filter((result) => result.delete.length > 0)
        .map((result) => (
          <p key={result.laptop}>
            <strong>{laptops.labelOf(result.laptop)}</strong>{' '}
            <span className={dialogs['soft']}>
              {result.delete
                .slice(0, 3)
                .map(({ at }) => formatPoint(at, nowMs))
                .join('; ')}
              {result.delete.length > 3 && ` ${texts.andMore(formatCount(result.delete.length - 3))}`}
            </span>
          </p>
        ))}
      {prune.busy && <TaskLine text={texts.pruning} callId={pruning.callId} />}
      <FailureNotice error={prune.error} />
    </Modal>
  )
}
