import { themes } from '../../../src-main/contract/window-note.ts'
import { Card } from '../../components/card.tsx'
import { CheckBox } from '../../components/check-box.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { newsKinds } from '../../standing/news.ts'
import { useNotifications, useTheme } from '../../stores/app-context.tsx'
import styles from './settings-page.module.css'
import { SettingRow, SettingsSection } from './settings-section.tsx'
import { onOrOff, texts } from './texts.ts'

const themeWords = { system: texts.followSystem, light: texts.light, dark: texts.dark } as const

/** What each window keeps for itself: how it looks, and what it notifies of. */
export function WindowSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const { theme, choose } = useTheme()
  return (
    <SettingsSection title={texts.thisWindow} isAskedFor={isAskedFor}>
      <Card>
        <SettingRow title={texts.appearance} text={texts.appearanceText}>
          <ChoiceButtons
            name={texts.appearance}
            value={theme}
            choices={themes.map((id) => ({ id, label: themeWords[id] }))}
            onChange={(id) => choose(themes.find((name) => name === id) ?? 'system')}
          />
        </SettingRow>
        <Notifications />
      </Card>
    </SettingsSection>
  )
}

function Notifications() {
  const { notifying, kinds, choose, chooseKind } = useNotifications()
  const cannot = notifying === 'refused' || notifying === 'impossible'
  return (
    <>
      <SettingRow title={texts.notifications} text={cannot ? texts.notificationsRefused : texts.notificationsText}>
        {!cannot && (
          <ChoiceButtons
            name={texts.notifications}
            value={notifying}
            choices={onOrOff}
            onChange={(id) => void choose(id === 'on')}
          />
        )}
      </SettingRow>
      {notifying === 'on' && (
        <div className={styles['kinds']} role="group" aria-label={texts.notifyOf}>
          {newsKinds.map((kind) => (
            <CheckBox key={kind} checked={kinds.has(kind)} onChange={(wanted) => chooseKind(kind, wanted)}>
              {texts.newsKinds[kind]}
            </CheckBox>
          ))}
        </div>
      )}
    </>
  )
}
