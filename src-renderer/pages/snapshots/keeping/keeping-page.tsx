import { useState } from 'react'
import type { RetentionView } from '../../../../src-main/contract/snapshot-calls.ts'
import { LinkButton } from '../../../components/button.tsx'
import { Heading } from '../../../components/heading.tsx'
import { ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { usePage } from '../../../components/use-page.ts'
import { pageHash } from '../../../router/route.ts'
import { useCall } from '../../../stores/use-call.ts'
import shared from '../../list-detail.module.css'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { KeepingForm } from './keeping-form.tsx'
import styles from './keeping-page.module.css'
import { allSame } from './keeping-words.ts'
import { errorText } from '../../../../src-main/contract/wire-error.ts'
import { texts } from './texts.ts'

interface KeepingPageProps {
  readonly laptops: LaptopNames
  /** Some snapshots are not there any more. */
  readonly onPruned: () => void
}

/** How long snapshots are kept, with what that would delete in sight. */
export function KeepingPage({ laptops, onPruned }: KeepingPageProps) {
  const { value: known, error, askAgain, put } = useCall('retentionGet', {})
  usePage(texts.windowTitle, askAgain)
  if (known === undefined) {
    return (
      <>
        <Heading title={texts.heading} actions={<Back />} />
        {error !== undefined ? (
          <ErrorState error={error} onTryAgain={askAgain} />
        ) : (
          <LoadingState>{texts.asking}</LoadingState>
        )}
      </>
    )
  }
  return (
    <div className={styles['page']}>
      <Heading title={titleOf(known.laptops)} lead={leadOf(known.laptops)} actions={<Back />} />
      <div className={shared['notices']}>
        {known.missing.map(({ laptop, error }) => (
          <Notice key={laptop} tone="amber" title={texts.keepsSetting(laptops.labelOf(laptop))}>
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
  return <LinkButton href={pageHash('snapshots')}>{texts.back}</LinkButton>
}

function titleOf(views: readonly RetentionView[]): string {
  const enabled = views.filter((view) => view.enabled).length
  if (enabled === 0) return texts.offTitle
  if (enabled < views.length) return texts.partTitle
  return texts.onTitle
}

function leadOf(views: readonly RetentionView[]): string {
  const [first] = views
  if (first === undefined) return texts.noAnswer
  if (!views.some(({ enabled }) => enabled)) return texts.offLead
  return texts.onLead
}

interface ChoiceProps {
  readonly views: readonly RetentionView[]
  readonly laptops: LaptopNames
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
            name={texts.laptopName}
            segments={[
              { id: 'both', label: texts.both },
              ...views.map(({ laptop }) => ({ id: laptop, label: laptops.labelOf(laptop) })),
            ]}
            value={chosen}
            onChange={setChosen}
          />
          {chosen === 'both' && !allSame(views) && <span className={shared['soft']}>{texts.differ}</span>}
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
