import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { VirtualRows } from '../../../components/virtual-rows.tsx'
import { classNames } from '../../../components/class-names.ts'
import { formatClock } from '../../../format/time.ts'
import { useCall } from '../../../stores/use-call.ts'
import styles from './switch-log.module.css'
import { texts } from './texts.ts'

/** The journal of a switch; opens at the line that failed. */
export function SwitchLog({ switchId }: { readonly switchId: string }) {
  const { value, error, askAgain } = useCall('activityLog', { switchId })
  const lines = value?.lines
  if (lines === undefined) {
    return error !== undefined ? (
      <ErrorState error={error} onTryAgain={askAgain} />
    ) : (
      <LoadingState>{texts.loadingLog}</LoadingState>
    )
  }
  if (lines.length === 0) return <EmptyState title={texts.noLog} />
  const failed = lines.findLastIndex(({ tone }) => tone === 'error')
  return (
    <div className={styles['log']}>
      <VirtualRows
        name={texts.log}
        items={lines}
        rowHeight={28}
        keyOf={(_line, index) => String(index)}
        firstIndex={Math.max(0, failed)}
      >
        {({ at, text, tone }) => (
          <div className={classNames(styles['line'], tone === 'error' && styles['error'])}>
            <time dateTime={at}>{formatClock(at)}</time>
            <span>
              {tone === 'error' && <span className="visually-hidden">{texts.failed} </span>}
              {text}
            </span>
          </div>
        )}
      </VirtualRows>
    </div>
  )
}
