import { Ellipsis, FolderSearch, Pin, PinOff, RotateCcw, Ruler, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ActionMenu } from '../../../components/action-menu.tsx'
import { Button, LinkButton } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { homeIn } from '../../../format/path-text.ts'
import { formatClock, formatLongPoint } from '../../../format/time.ts'
import { goTo } from '../../../router/route.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import shared from '../../list-detail.module.css'
import { ChangesPanel } from '../changes/changes-panel.tsx'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { EtcRestoreDialog } from '../restore/etc-restore-dialog.tsx'
import { RollbackDialog } from '../rollback/rollback-dialog.tsx'
import styles from './restore-point-detail.module.css'
import { RestorePointFacts } from './restore-point-facts.tsx'
import {
  isOurs,
  pointsOfSwitch,
  reasonText,
  spaceOf,
  spaceText,
  whereText,
  type RestorePoint,
} from '../list/restore-points.ts'
import { filesHash, restorePointHash } from '../snapshots-routes.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { WhereBadge } from '../list/snapshot-where.tsx'
import { texts } from './texts.ts'

interface RestorePointDetailProps {
  readonly restorePoint: RestorePoint
  readonly restorePoints: readonly RestorePoint[]
  readonly laptops: LaptopNames
  readonly home: string | undefined
  readonly nowMs: number
  readonly onChanged: (said: string) => void
}

type Asking = 'rollback' | 'delete' | 'etc'

/** One point in time: what changed since, and everything that can be done with it. */
export function RestorePointDetail({
  restorePoint,
  restorePoints,
  laptops,
  home,
  nowMs,
  onChanged,
}: RestorePointDetailProps) {
  const [chosen, setLaptop] = useState<string>()
  const laptop = chosen ?? firstLaptop(restorePoint, laptops)
  const [asking, setAsking] = useState<Asking>()
  const snapshot = restorePoint.snapshots.find((one) => one.laptop === laptop) ?? restorePoint.snapshots[0]
  const close = () => setAsking(undefined)
  if (snapshot === undefined) return undefined
  const ours = isOurs(restorePoint)
  const firstSubvolume = snapshot.subvolumes[0]
  return (
    <Card className={shared['detail']} aria-label={texts.label}>
      <SidesOfSwitch restorePoint={restorePoint} restorePoints={restorePoints} />
      <div className={styles['top']}>
        <div className={shared['words']}>
          <h2>{formatLongPoint(restorePoint.at)}</h2>
          <p>
            {switchText(restorePoint, laptops)} · {whereText(restorePoint, laptops.labelOf, laptops.names.length)}
            {restorePoint.pinned && ` · ${texts.pinnedMark}`}
          </p>
        </div>
        {ours && firstSubvolume !== undefined ? (
          <div className={styles['buttons']}>
            <LinkButton
              size="small"
              href={filesHash({
                id: snapshot.id,
                laptop: snapshot.laptop,
                subvolume: firstSubvolume.subvolume,
                folder: homeIn(firstSubvolume, home),
                file: undefined,
              })}
            >
              <FolderSearch size={15} aria-hidden />
              {texts.browse}
            </LinkButton>
            <Button size="small" look="careful" icon={RotateCcw} onClick={() => setAsking('rollback')}>
              {texts.rollBack}
            </Button>
            <RestorePointMenu restorePoint={restorePoint} onAsk={setAsking} onChanged={onChanged} />
          </div>
        ) : (
          <span className={shared['labels']}>
            {laptops.names.map((name) => (
              <WhereBadge key={name} name={name} restorePoint={restorePoint} laptops={laptops} />
            ))}
          </span>
        )}
      </div>
      {ours && firstSubvolume !== undefined ? (
        <ChangesPanel
          key={snapshot.laptop}
          snapshot={snapshot}
          restorePoint={restorePoint}
          restorePoints={restorePoints}
          laptops={laptops}
          home={home}
          nowMs={nowMs}
          onLaptop={setLaptop}
          onChanged={onChanged}
        />
      ) : (
        <RestorePointFacts restorePoint={restorePoint} laptops={laptops} nowMs={nowMs} />
      )}
      {asking === 'rollback' && (
        <RollbackDialog snapshot={snapshot} laptops={laptops} home={home} onClose={close} onChanged={onChanged} />
      )}
      {asking === 'delete' && (
        <DeleteDialog restorePoint={restorePoint} laptops={laptops} onClose={close} onDeleted={onChanged} />
      )}
      {asking === 'etc' && (
        <EtcRestoreDialog snapshot={snapshot} paths={[]} laptops={laptops} onClose={close} onDone={onChanged} />
      )}
    </Card>
  )
}

/** The one in front of the person, if it is there. */
function firstLaptop(restorePoint: RestorePoint, laptops: LaptopNames): string | undefined {
  const having = laptops.names.filter((name) => restorePoint.snapshots.some(({ laptop }) => laptop === name))
  const answering = having.find((name) => !laptops.missing.some(({ laptop }) => laptop === name))
  return answering ?? having[0] ?? restorePoint.snapshots[0]?.laptop
}

/** "After switching from XPS 13 to P17", "Automatic: ..." */
function switchText(restorePoint: RestorePoint, { labelOf }: LaptopNames): string {
  const { from, to, note, reason } = restorePoint
  const reasonWord = reasonText(restorePoint)
  if (from !== undefined && to !== undefined && (reason === 'before-switch' || reason === 'after-switch'))
    return (reason === 'before-switch' ? texts.beforeSwitch : texts.afterSwitch)(labelOf(from), labelOf(to))
  if (reason === 'brought-back' || (note.toLowerCase().startsWith('before ') && reason !== 'manual')) return note
  return note === '' ? reasonWord : `${note} · ${reasonWord.charAt(0).toLowerCase()}${reasonWord.slice(1)}`
}

interface RestorePointMenuProps {
  readonly restorePoint: RestorePoint
  readonly onAsk: (asking: Asking) => void
  readonly onChanged: (said: string) => void
}

function RestorePointMenu({ restorePoint, onAsk, onChanged }: RestorePointMenuProps) {
  const client = useClient()
  const [measured, setMeasured] = useState<number>()
  const pin = useAction(async () => {
    const pinned = !restorePoint.pinned
    await Promise.all(
      restorePoint.snapshots.map(({ laptop, id }) => client.call('snapshotsPin', { laptop, id, pinned })),
    )
    onChanged(pinned ? texts.pinned : texts.unpinned)
  })
  const measure = useAction(async () => {
    const answers = await Promise.all(
      restorePoint.snapshots.map(({ laptop, id }) => client.call('snapshotsMeasure', { laptop, ids: [id] })),
    )
    setMeasured(answers.reduce((sum, { togetherBytes }) => sum + togetherBytes, 0))
    onChanged(texts.measured)
  })
  const space = measured === undefined ? spaceOf(restorePoint.snapshots) : ({ kind: 'exact', bytes: measured } as const)
  const needed = restorePoint.snapshots.every(({ neededBecause }) => neededBecause !== undefined)
    ? restorePoint.snapshots[0]?.neededBecause
    : undefined
  const error = pin.error ?? measure.error
  return (
    <>
      <ActionMenu
        trigger={
          <Button size="small" aria-label={texts.moreLabel} title={texts.more}>
            <Ellipsis size={16} aria-hidden />
          </Button>
        }
        actions={[
          {
            id: 'pin',
            label: restorePoint.pinned ? texts.unpin : texts.pin,
            icon: restorePoint.pinned ? PinOff : Pin,
            act: () => pin.start(),
          },
          {
            id: 'measure',
            label: texts.measure,
            icon: Ruler,
            off: space.kind === 'exact' ? texts.frees(spaceText(space)) : undefined,
            act: () => measure.start(),
          },
          { id: 'etc', label: texts.restoreEtc, icon: RotateCcw, act: () => onAsk('etc') },
          { id: 'delete', label: texts.delete, icon: Trash2, red: true, off: needed, act: () => onAsk('delete') },
        ]}
      />
      {measure.busy && (
        <span role="status" className="visually-hidden">
          {texts.measuring}
        </span>
      )}
      {error !== undefined && (
        <div className={styles['floating']}>
          <FailureNotice error={error} />
        </div>
      )}
    </>
  )
}

/** Before or after the switch: both have their restore point, and each is looked at by itself. */
function SidesOfSwitch({
  restorePoint,
  restorePoints,
}: Pick<RestorePointDetailProps, 'restorePoint' | 'restorePoints'>) {
  const sides = pointsOfSwitch(restorePoints, restorePoint)
  if (sides.length < 2) return undefined
  return (
    <div className={styles['sides']}>
      <Segmented
        wide
        name={texts.sides}
        segments={sides.map((side) => ({ id: side.key, label: `${reasonText(side)}, ${formatClock(side.at)}` }))}
        value={restorePoint.key}
        onChange={(key) => goTo(restorePointHash(key))}
      />
    </div>
  )
}
