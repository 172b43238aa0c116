import { Card } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { ErrorState, LoadingState, NotRefreshed } from '../../components/list-state.tsx'
import { useCheckAgainKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { useCall } from '../../stores/use-call.ts'
import styles from '../settings/settings-page.module.css'
import { SettingRow, SettingsSection } from '../settings/settings-section.tsx'
import { texts } from './texts.ts'

/** The page of a capability that says what stands on it, and leaves the drawing to us. */
export function DeclaredPage({ id }: { readonly id: string }) {
  const title = useCall('pagesList', {}).value?.pages.find((page) => page.id === id)?.title ?? ''
  const { value, error, askAgain } = useCall('pagesRead', { id })
  useTitle(title)
  useCheckAgainKey(askAgain)
  return (
    <>
      <Heading title={title} lead={value?.lead} />
      {value === undefined && error === undefined && <LoadingState>{texts.reading}</LoadingState>}
      {value === undefined && error !== undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {value !== undefined && error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
      {value?.sections.map((section) => (
        <SettingsSection key={section.title} title={section.title} isAskedFor={false}>
          <Card>
            {section.rows.map((row) => (
              <SettingRow key={row.title} title={row.title} text={row.text} isStacked={false}>
                <span className={styles['value']}>{row.value}</span>
              </SettingRow>
            ))}
          </Card>
        </SettingsSection>
      ))}
    </>
  )
}
