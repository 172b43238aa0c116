import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  balanceUse,
  damagedName,
  deviceErrorsText,
  diskName,
  diskTroubles,
  isUnread,
  profilesText,
  quotasText,
  scrubText,
  wholeText,
} from '../../../src-main/contract/disk-words.ts'
import type { Disk, DiskDamage } from '../../../src-main/contract/disks-calls.ts'
import type { JobView } from '../../../src-main/contract/jobs-calls.ts'
import type { ReclaimDisk, ReclaimSettings } from '../../../src-main/contract/reclaim-calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatGigabytes, formatPartOf } from '../../format/amount.ts'
import { folderOf, nameOf, textOfPath } from '../../format/path-text.ts'
import { formatPoint } from '../../format/time.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { filesHash } from '../snapshots/snapshots-routes.ts'
import styles from './disks-page.module.css'
import { Duplicates } from './duplicates.tsx'
import { RoomBar } from './room-bar.tsx'
import { texts } from './texts.ts'

interface DiskCardProps {
  readonly disk: Disk
  /** Of its laptop. */
  readonly label: string
  /** What its snapshots hold, where it was measured. */
  readonly snapshots: string | undefined
  readonly nowMs: number
  /** What is known of duplicates on it; undefined where nobody looks for them. */
  readonly reclaim: ReclaimDisk | undefined
  readonly reclaimJob: JobView | undefined
  /** Of all disks of the laptop. */
  readonly reclaimSettings: ReclaimSettings | undefined
  /** Whether its laptop balances a disk. */
  readonly works: boolean
  readonly onChanged: () => void
}

export function DiskCard(props: DiskCardProps) {
  const { disk, label, snapshots, reclaim, reclaimJob, reclaimSettings, nowMs, works, onChanged } = props
  const client = useClient()
  const name = diskName(disk)
  const { laptop, id, devices, scrub, freeBytes, totalBytes, places, quotas } = disk
  const seen = useAction(async () => {
    await client.call('disksMarkSeen', { laptop, id })
    onChanged()
  })
  const balance = useAction(async () => {
    await client.call('disksBalance', { laptop, id })
    onChanged()
  })
  const isWithoutQuotas = quotas === undefined && !isUnread(disk, 'quotas')
  const failed = seen.error ?? balance.error
  return (
    <Card className={styles['disk']} aria-label={texts.diskOf(name, label)}>
      <div className={styles['head']}>
        <h3>{name}</h3>
        <span>{texts.free(formatPartOf(freeBytes, totalBytes))}</span>
      </div>
      <Troubles disk={disk} />
      {balanceUse(disk).kind === 'useful' && (
        <Button
          size="small"
          disabled={balance.busy || works}
          aria-label={texts.balanceOf(name)}
          onClick={() => balance.start()}
        >
          {texts.balance}
        </Button>
      )}
      <DamagedFiles disk={disk} nowMs={nowMs} />
      <RoomBar disk={disk} name={texts.diskOf(name, label)} />
      <dl className={styles['facts']}>
        <Fact title={texts.places}>{places.join(', ')}</Fact>
        <Fact title={texts.devices}>
          {devices.map((device) => (
            <div key={device.id}>
              {texts.device(device.path ?? texts.missing, formatGigabytes(device.totalBytes), deviceErrorsText(device))}
            </div>
          ))}
        </Fact>
        <Fact title={texts.stored}>{profilesText(disk)}</Fact>
        <Fact title={texts.checksums}>
          {scrubText(scrub, scrub?.startedAt === undefined ? '' : formatPoint(scrub.startedAt, nowMs))}
        </Fact>
        {snapshots !== undefined && <Fact title={texts.snapshots}>{snapshots}</Fact>}
        <Fact title={texts.quotas}>
          {isWithoutQuotas ? texts.quotasOff : quotasText(disk)}
          {isWithoutQuotas && <code className={styles['line']}>{texts.quotaLine(places[0] ?? '')}</code>}
        </Fact>
      </dl>
      {devices.some(({ newErrors }) => newErrors > 0) && (
        <Button size="small" disabled={seen.busy} onClick={() => seen.start()}>
          {texts.markSeen}
        </Button>
      )}
      {failed !== undefined && (
        <Notice tone="amber" alert title={failed.message}>
          {errorText(failed)}
        </Notice>
      )}
      {reclaim !== undefined && (
        <Duplicates
          name={texts.diskOf(name, label)}
          laptop={laptop}
          known={reclaim}
          job={reclaimJob}
          settings={reclaimSettings}
          nowMs={nowMs}
          onChanged={onChanged}
        />
      )}
    </Card>
  )
}

/** Each leads to its version in the snapshot that has a whole one, where it is restored. */
function DamagedFiles({ disk: { laptop, damage }, nowMs }: Pick<DiskCardProps, 'disk' | 'nowMs'>) {
  if (damage === undefined || damage.files.length === 0) return undefined
  return (
    <ul className={styles['damaged']}>
      {damage.files.map((file) => (
        <li key={`${file.subvolumeId} ${file.inode}`}>
          <div>
            <strong>{damagedName(file, textOfPath)}</strong>
            <p>{wholeText(file, file.whole === undefined ? '' : formatPoint(file.whole.at, nowMs))}</p>
          </div>
          {file.whole !== undefined && (
            <LinkButton
              size="small"
              href={placeOfWhole(laptop, file.whole)}
              aria-label={texts.bringBackOf(damagedName(file, textOfPath))}
            >
              {texts.bringBack}
            </LinkButton>
          )}
        </li>
      ))}
    </ul>
  )
}

type Whole = NonNullable<DiskDamage['files'][number]['whole']>

function placeOfWhole(laptop: string, { setId, subvolume, path }: Whole): string {
  return filesHash({ id: setId, laptop, subvolume, folder: folderOf(path), file: nameOf(path) })
}

function Troubles({ disk }: { readonly disk: Disk }) {
  const troubles = diskTroubles(disk)
  if (troubles.length === 0) return undefined
  return (
    <ul className={styles['troubles']}>
      {troubles.map((trouble) => (
        <li key={trouble} className={styles['trouble']}>
          <TriangleAlert size={16} aria-hidden />
          <span>{trouble}</span>
        </li>
      ))}
    </ul>
  )
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}
