import { roomOf } from '../../../src-main/contract/disk-words.ts'
import type { Disk } from '../../../src-main/contract/disks-calls.ts'
import { classNames } from '../../components/class-names.ts'
import { formatGigabytes } from '../../format/amount.ts'
import styles from './disks-page.module.css'
import { texts } from './texts.ts'

/** What the devices are used for, as one bar; the same in words below it. */
export function RoomBar({ disk, name }: { readonly disk: Disk; readonly name: string }) {
  const room = roomOf(disk)
  const parts = [
    { key: 'data', title: texts.data, bytes: room.dataUsedBytes },
    { key: 'dataFree', title: texts.dataFree, bytes: room.dataFreeBytes },
    { key: 'metadata', title: texts.metadata, bytes: room.metadataUsedBytes },
    { key: 'metadataFree', title: texts.metadataFree, bytes: room.metadataFreeBytes },
    { key: 'unallocated', title: texts.unallocated, bytes: room.unallocatedBytes },
  ] as const
  return (
    <>
      <div className={styles['bar']} aria-hidden>
        {parts.map(({ key, bytes }) => (
          <div key={key} className={styles[key]} style={{ flexGrow: bytes, flexBasis: 0 }} />
        ))}
      </div>
      <dl className={styles['legend']} aria-label={texts.room(name)}>
        {parts.map(({ key, title, bytes }) => (
          <div key={key}>
            <span className={classNames(styles['key'], styles[key])} aria-hidden />
            <dt>{title}</dt>
            <dd>{formatGigabytes(bytes)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
