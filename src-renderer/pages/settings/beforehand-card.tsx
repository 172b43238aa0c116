import { useCallback } from 'react'
import { Card } from '../../components/card.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { classNames } from '../../components/class-names.ts'
import { SectionTitle } from '../../components/heading.tsx'
import { ErrorState, LoadingState } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useCall } from '../../stores/use-call.ts'
import styles from './settings-page.module.css'
import { texts } from './texts.ts'

/** Whether what changed is fetched to the other laptop before a switch. */
export function BeforehandCard() {
  const { value, error, askAgain, put } = useCall('homeBeforehand', {})
  const client = useClient()
  const set = useAction(
    useCallback(async (enabled: boolean) => put(await client.call('homeSetBeforehand', { enabled })), [client, put]),
  )
  return (
    <section aria-label={texts.beforehand}>
      <SectionTitle>{texts.beforehand}</SectionTitle>
      {set.error !== undefined && (
        <Notice tone="amber" title={set.error.message}>
          {set.error.hint}
        </Notice>
      )}
      {value !== undefined ? (
        <Card>
          <div className={classNames(styles['row'], styles['stacked'])}>
            <div className={styles['words']}>
              <h3>{texts.beforehandTitle}</h3>
              <p>{texts.beforehandText}</p>
            </div>
            <ChoiceButtons
              name={texts.beforehand}
              value={value.enabled ? 'on' : 'off'}
              choices={[
                { id: 'off', label: texts.off },
                { id: 'on', label: texts.on },
              ]}
              onChange={(id) => set.start(id === 'on')}
            />
          </div>
        </Card>
      ) : error !== undefined ? (
        <ErrorState error={error} onTryAgain={askAgain} />
      ) : (
        <LoadingState>{texts.reading}</LoadingState>
      )}
    </section>
  )
}
