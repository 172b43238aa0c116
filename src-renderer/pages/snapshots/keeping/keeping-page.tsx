import { useState } from 'react'
import type { RetentionView } from '../../../../src-main/contract/snapshot-calls.ts'
import { LinkButton } from '../../../components/button.tsx'
import { Heading } from '../../../components/heading.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { useCheckAgainKey } from '../../../components/use-keys.ts'
import { useTitle } from '../../../components/use-title.ts'
import { pageHash } from '../../../router/route.ts'
import { useCall } from '../../../stores/use-call.ts'
import shared from '../../list-detail.module.css'
import type { Laptops } from '../list/snapshot-where.tsx'
import { KeepingForm } from './keeping-form.tsx'
import styles from './keeping-page.module.css'
import { allSame } from './keeping-words.ts'
import { errorText } from '../../../../src-main/contract/wire-error.ts'

interface KeepingPageProps {
  readonly laptops: Laptops
  /** Some snapshots are not there any more. */
  readonly onPruned: () => void
}

/** How long snapshots are kept, with what that would delete in sight. */
export function KeepingPage({ laptops, onPruned }: KeepingPageProps) {
  const { value: known, error, askAgain, put } = useCall('retentionGet', {})
  useTitle('How long snapshots are kept')
  useCheckAgainKey(askAgain)
  if (known === undefined) {
    return (
      <>
        <Heading title="How long snapshots are kept" actions={<Back />} />
        {error !== undefined ? (
          <ErrorState error={error} onTryAgain={askAgain} />
        ) : (
          <LoadingState>Asking both laptops…</LoadingState>
        )}
      </>
    )
  }
  return (
    <div className={styles['page']}>
      <Heading title={titleOf(known.laptops)} lead={leadOf(known.laptops)} actions={<Back />} />
      <div className={shared['notices']}>
        {known.missing.map(({ laptop, error }) => (
          <Notice
            key={laptop}
            tone="amber"
            title={`${laptops.labelOf(laptop)} did not answer; what is set there stays.`}
          >
            {errorText(error)}
          </Notice>
        ))}
      </div>
      {known.laptops.length > 0 && (
        <Choice
          views={known.laptops}
          laptops={laptops}
          onPruned={onPruned}
          onSaved={(saved) =>
            put({
              ...known,
              laptops: known.laptops.map((view) => saved.find(({ laptop }) => laptop === view.laptop) ?? view),
            })
          }
        />
      )}
    </div>
  )
}

function Back() {
  return <LinkButton href={pageHash('snapshots')}>Back to snapshots</LinkButton>
}

function titleOf(views: readonly RetentionView[]): string {
  const enabled = views.filter((view) => view.enabled).length
  if (enabled === 0) return 'Snapshots are kept until you delete them'
  if (enabled < views.length) return 'Old snapshots are deleted on one of the laptops'
  return 'Old snapshots are deleted by themselves'
}

function leadOf(views: readonly RetentionView[]): string {
  const [first] = views
  if (first === undefined) return 'Neither laptop answered.'
  if (!views.some(({ enabled }) => enabled))
    return 'Look at what the rule below would delete. Nothing is deleted before you start it.'
  return 'Pinned snapshots and those of other tools are never deleted, whatever the rule says.'
}

interface ChoiceProps {
  readonly views: readonly RetentionView[]
  readonly laptops: Laptops
  readonly onPruned: () => void
  readonly onSaved: (views: readonly RetentionView[]) => void
}

/** One form for both as long as both are the same, or one for each. */
function Choice({ views, laptops, onPruned, onSaved }: ChoiceProps) {
  const [chosen, setChosen] = useState(() => (allSame(views) ? 'both' : (views[0]?.laptop ?? 'both')))
  const shown = chosen === 'both' ? views : views.filter(({ laptop }) => laptop === chosen)
  const [first] = shown
  if (first === undefined) return undefined
  return (
    <>
      {views.length > 1 && (
        <div className={styles['which']}>
          <Segmented
            name="For which laptop"
            segments={[
              { id: 'both', label: 'Both laptops' },
              ...views.map(({ laptop }) => ({ id: laptop, label: laptops.labelOf(laptop) })),
            ]}
            value={chosen}
            onChange={setChosen}
          />
          {chosen === 'both' && !allSame(views) && (
            <span className={shared['soft']}>They are set differently now; saving makes them the same.</span>
          )}
        </div>
      )}
      <KeepingForm
        key={chosen}
        view={first}
        on={chosen === 'both' ? [] : [chosen]}
        isEnabled={shown.every(({ enabled }) => enabled)}
        laptops={laptops}
        onPruned={onPruned}
        onSaved={onSaved}
      />
    </>
  )
}
