import { GitCompareArrows } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { TaskLine } from '../../../components/task-line.tsx'
import { useComparisons } from '../../../stores/app-context.tsx'
import type { ComparisonState } from '../../../stores/comparisons-store.ts'
import styles from './compare-state.module.css'
import { texts } from './texts.ts'

interface CompareStateProps {
  readonly compared: Exclude<ComparisonState, { kind: 'made' }> | undefined
  /** The id of the call that makes it now; undefined while it waits. */
  readonly madeBy: string | undefined
  readonly laptop: string
  readonly onAgain: () => void
}

/** In place of the differences as long as there are none to show. */
export function CompareState({ compared, madeBy, laptop, onAgain }: CompareStateProps) {
  const { stop } = useComparisons()
  if (compared?.kind === 'failed') return <ErrorState error={compared.error} onTryAgain={onAgain} />
  if (compared?.kind === 'stopped') {
    return (
      <EmptyState icon={GitCompareArrows} title={texts.stopped}>
        <Button onClick={onAgain}>{texts.compare}</Button>
      </EmptyState>
    )
  }
  if (madeBy === undefined) return <LoadingState>{texts.comparing}</LoadingState>
  return (
    <div className={styles['making']}>
      <TaskLine text={texts.comparingOn(laptop)} callId={madeBy} stop={texts.stop} onStop={stop} />
    </div>
  )
}
