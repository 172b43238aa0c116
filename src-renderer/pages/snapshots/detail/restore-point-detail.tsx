import { Ellipsis, FolderSearch, Pin, PinOff, RotateCcw, Ruler, Trash2 } from 'lucide-react'
import { useCallback, useState } from 'react'
import { ActionMenu } from '../../../components/action-menu.tsx'
import { Button, LinkButton } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Notice } from '../../../components/notice.tsx'
import { homeIn } from '../../../format/path-text.ts'
import { formatLongPoint } from '../../../format/time.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import shared from '../../list-detail.module.css'
import { ChangesPanel } from '../changes/changes-panel.tsx'
import { DeleteDialog } from '../deleting/delete-dialog.tsx'
import { EtcRestoreDialog } from '../restore/etc-restore-dialog.tsx'
import { RollbackDialog } from '../rollback/rollback-dialog.tsx'
import styles from './restore-point-detail.module.css'
import { MomentFacts } from './restore-point-facts.tsx'
import { isOurs, reasonText, sortedParts, spaceOf, spaceText, whereText, type Moment } from '../list/restore-points.ts'
import { filesHash } from '../snapshots-routes.ts'
import { WhereBadge, type Laptops } from '../list/snapshot-where.tsx'

interface MomentDetailProps {
  readonly moment: Moment
  readonly moments: readonly Moment[]
  readonly laptops: Laptops
  readonly home: string | undefined
  readonly nowMs: number
  readonly onChanged: (said: string) => void
}

type Asking = 'rollback' | 'delete' | 'etc'

/** One point in time: what changed since, and everything that can be done with it. */
export function MomentDetail({ moment, moments, laptops, home, nowMs, onChanged }: MomentDetailProps) {
  const [chosen, setLaptop] = useState<string>()
  const laptop = chosen ?? firstLaptop(moment, laptops)
  const [asking, setAsking] = useState<Asking>()
  const snapshot = moment.snapshots.find((one) => one.laptop === laptop) ?? moment.snapshots[0]
  const close = () => setAsking(undefined)
  if (snapshot === undefined) return undefined
  const ours = isOurs(moment)
  const firstPart = sortedParts(snapshot.parts)[0]
  return (
    <Card className={shared['detail'] ?? ''} aria-label="The chosen point in time">
      <div className={styles['top']}>
        <div className={shared['words']}>
          <h2>{formatLongPoint(moment.at)}</h2>
          <p>
            {switchText(moment, laptops)} · {whereText(moment, laptops.labelOf, laptops.names.length)}
            {moment.pinned && ' · pinned'}
          </p>
        </div>
        {ours && firstPart !== undefined ? (
          <div className={styles['buttons']}>
            <LinkButton
              size="small"
              href={filesHash({
                id: snapshot.id,
                laptop: snapshot.laptop,
                part: firstPart.part,
                folder: homeIn(firstPart, home),
                file: undefined,
              })}
            >
              <FolderSearch size={15} aria-hidden />
              Browse all files
            </LinkButton>
            <Button size="small" look="careful" icon={RotateCcw} onClick={() => setAsking('rollback')}>
              Roll back…
            </Button>
            <MomentMenu moment={moment} onAsk={setAsking} onChanged={onChanged} />
          </div>
        ) : (
          <span className={shared['labels']}>
            {laptops.names.map((name) => (
              <WhereBadge key={name} name={name} moment={moment} laptops={laptops} />
            ))}
          </span>
        )}
      </div>
      {ours && firstPart !== undefined ? (
        <ChangesPanel
          key={snapshot.laptop}
          snapshot={snapshot}
          moment={moment}
          moments={moments}
          laptops={laptops}
          home={home}
          nowMs={nowMs}
          onLaptop={setLaptop}
          onChanged={onChanged}
        />
      ) : (
        <MomentFacts moment={moment} laptops={laptops} nowMs={nowMs} />
      )}
      {asking === 'rollback' && (
        <RollbackDialog snapshot={snapshot} laptops={laptops} home={home} onClose={close} onChanged={onChanged} />
      )}
      {asking === 'delete' && <DeleteDialog moment={moment} laptops={laptops} onClose={close} onDeleted={onChanged} />}
      {asking === 'etc' && (
        <EtcRestoreDialog snapshot={snapshot} paths={[]} laptops={laptops} onClose={close} onDone={onChanged} />
      )}
    </Card>
  )
}

/** The one in front of the person, if it is there. */
function firstLaptop(moment: Moment, laptops: Laptops): string | undefined {
  const having = laptops.names.filter((name) => moment.snapshots.some(({ laptop }) => laptop === name))
  const answering = having.find((name) => !laptops.missing.some(({ laptop }) => laptop === name))
  return answering ?? having[0] ?? moment.snapshots[0]?.laptop
}

/** "After switching from XPS 13 to P17", "Automatic: ..." */
function switchText(moment: Moment, { labelOf }: Laptops): string {
  const { from, to, note, reason } = moment
  const reasonWord = reasonText(moment)
  if (from !== undefined && to !== undefined && (reason === 'before-switch' || reason === 'after-switch'))
    return `${reason === 'before-switch' ? 'Before' : 'After'} switching ${labelOf(from)} → ${labelOf(to)}`
  if (note.toLowerCase().startsWith('before ') && reason !== 'manual') return note
  return note === '' ? reasonWord : `${note} · ${reasonWord.charAt(0).toLowerCase()}${reasonWord.slice(1)}`
}

interface MomentMenuProps {
  readonly moment: Moment
  readonly onAsk: (asking: Asking) => void
  readonly onChanged: (said: string) => void
}

function MomentMenu({ moment, onAsk, onChanged }: MomentMenuProps) {
  const client = useClient()
  const [measured, setMeasured] = useState<number>()
  const pin = useAction(
    useCallback(async () => {
      const pinned = !moment.pinned
      await Promise.all(moment.snapshots.map(({ laptop, id }) => client.call('snapshotsPin', { laptop, id, pinned })))
      onChanged(pinned ? 'The snapshot is pinned.' : 'The snapshot is no longer pinned.')
    }, [client, moment, onChanged]),
  )
  const measure = useAction(
    useCallback(async () => {
      const answers = await Promise.all(
        moment.snapshots.map(({ laptop, id }) => client.call('snapshotsMeasure', { laptop, ids: [id] })),
      )
      setMeasured(answers.reduce((sum, { togetherBytes }) => sum + togetherBytes, 0))
      onChanged('The snapshot is measured.')
    }, [client, moment, onChanged]),
  )
  const space = measured === undefined ? spaceOf(moment.snapshots) : ({ kind: 'exact', bytes: measured } as const)
  const needed = moment.snapshots.every(({ neededBecause }) => neededBecause !== undefined)
    ? moment.snapshots[0]?.neededBecause
    : undefined
  const error = pin.error ?? measure.error
  return (
    <>
      <ActionMenu
        trigger={
          <Button size="small" aria-label="More to do with this snapshot" title="More">
            <Ellipsis size={16} aria-hidden />
          </Button>
        }
        actions={[
          {
            id: 'pin',
            label: moment.pinned ? 'Unpin' : 'Pin, so that it is never deleted by itself',
            icon: moment.pinned ? PinOff : Pin,
            act: () => pin.start(),
          },
          {
            id: 'measure',
            label: 'Measure what deleting it frees',
            icon: Ruler,
            off: space.kind === 'exact' ? `It frees ${spaceText(space)}.` : undefined,
            act: () => measure.start(),
          },
          { id: 'etc', label: 'Restore /etc…', icon: RotateCcw, act: () => onAsk('etc') },
          { id: 'delete', label: 'Delete…', icon: Trash2, red: true, off: needed, act: () => onAsk('delete') },
        ]}
      />
      {measure.busy && (
        <span role="status" className="visually-hidden">
          Measuring…
        </span>
      )}
      {error !== undefined && (
        <div className={styles['floating']}>
          <Notice tone="amber" alert title={error.message}>
            {error.hint}
          </Notice>
        </div>
      )}
    </>
  )
}
