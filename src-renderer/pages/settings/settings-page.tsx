import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { classNames } from '../../components/class-names.ts'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { Heading, SectionTitle } from '../../components/heading.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { useCheckAgainKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { groupBy } from '../../format/group-by.ts'
import { useNotifications, useTheme } from '../../stores/app-context.tsx'
import { themes } from '../../../src-main/contract/window-note.ts'
import { useCall } from '../../stores/use-call.ts'
import { exclusionsItem } from '../../router/route.ts'
import { BeforehandCard } from './beforehand-card.tsx'
import { ExclusionsCard } from './exclusions-card.tsx'
import { InstallationCard } from './installation-card.tsx'
import styles from './settings-page.module.css'
import { texts } from './texts.ts'

export function SettingsPage({ item }: { readonly item: string | undefined }) {
  useTitle(texts.title)
  return (
    <>
      <Heading title={texts.title} lead={texts.lead} />
      <LookCard />
      <Settings />
      <BeforehandCard />
      <ExclusionsCard isAskedFor={item === exclusionsItem} />
      <InstallationCard />
    </>
  )
}

const themeWords = { system: texts.followSystem, light: texts.light, dark: texts.dark } as const

function LookCard() {
  const { theme, choose } = useTheme()
  return (
    <section aria-label={texts.thisWindow}>
      <SectionTitle>{texts.thisWindow}</SectionTitle>
      <Card>
        <div className={classNames(styles['row'], styles['stacked'])}>
          <div className={styles['words']}>
            <h3>{texts.appearance}</h3>
            <p>{texts.appearanceText}</p>
          </div>
          <ChoiceButtons
            name={texts.appearance}
            value={theme}
            choices={themes.map((id) => ({ id, label: themeWords[id] }))}
            onChange={(id) => choose(themes.find((name) => name === id) ?? 'system')}
          />
        </div>
        <NotificationsRow />
      </Card>
    </section>
  )
}

function NotificationsRow() {
  const { notifying, choose } = useNotifications()
  const cannot = notifying === 'refused' || notifying === 'impossible'
  return (
    <div className={classNames(styles['row'], styles['stacked'])}>
      <div className={styles['words']}>
        <h3>{texts.notifications}</h3>
        <p>{cannot ? texts.notificationsRefused : texts.notificationsText}</p>
      </div>
      {!cannot && (
        <ChoiceButtons
          name={texts.notifications}
          value={notifying}
          choices={[
            { id: 'off', label: texts.off },
            { id: 'on', label: texts.on },
          ]}
          onChange={(id) => void choose(id === 'on')}
        />
      )}
    </div>
  )
}

function Settings() {
  const { value, error, askAgain } = useCall('settingsList', {})
  useCheckAgainKey(askAgain)
  const settings = value?.settings
  if (settings === undefined) {
    return error !== undefined ? (
      <ErrorState error={error} onTryAgain={askAgain} />
    ) : (
      <LoadingState>{texts.reading}</LoadingState>
    )
  }
  if (settings.length === 0) return <EmptyState title={texts.noneTitle} />
  const groups = [...groupBy(settings, ({ group }) => group)]
  return (
    <>
      {error !== undefined && (
        <Notice
          tone="amber"
          title={error.message}
          actions={
            <Button look="link" onClick={askAgain}>
              {texts.tryAgain}
            </Button>
          }
        >
          {error.hint}
        </Notice>
      )}
      {groups.map(([group, items]) => (
        <section key={group} aria-label={group}>
          <SectionTitle>{group}</SectionTitle>
          <Card>
            {items.map(({ title, value, explanation }) => (
              <div key={title} className={styles['row']}>
                <div className={styles['words']}>
                  <h3>{title}</h3>
                  <p>{explanation}</p>
                </div>
                <span className={styles['value']}>{value}</span>
              </div>
            ))}
          </Card>
        </section>
      ))}
    </>
  )
}
