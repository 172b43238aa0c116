import { Settings } from 'lucide-react'
import type { Setting, SettingGroup } from '../../../src-main/contract/settings-calls.ts'
import { Card } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { ErrorState, LoadingState, NotRefreshed } from '../../components/list-state.tsx'
import { useCheckAgainKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { useCall } from '../../stores/use-call.ts'
import { ElsewhereNotice } from '../elsewhere/elsewhere-notice.tsx'
import type { PageDeclaration } from '../page.ts'
import { BeforehandSection } from './beforehand-section.tsx'
import { InstallationSection } from './installation-section.tsx'
import { LaptopNames, OtherAddress } from './laptops-section.tsx'
import { LiveSection } from './live/live-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { PowerSection } from './power-section.tsx'
import { SettingRow, SettingsSection } from './settings-section.tsx'
import type { SettingsSectionId } from './sections.ts'
import { SnapshotsSection } from './snapshots-section.tsx'
import styles from './settings-page.module.css'
import { texts } from './texts.ts'
import { WindowSection } from './window-section.tsx'

export const settingsPage: PageDeclaration = {
  id: 'settings',
  title: texts.title,
  icon: Settings,
  component: SettingsPage,
}

function SettingsPage({ item }: { readonly item: string | undefined }) {
  useTitle(texts.title)
  const { value, error, askAgain } = useCall('settingsList', {})
  const { value: exclusions } = useCall('homeExclusions', {})
  useCheckAgainKey(askAgain)
  const asked = (id: SettingsSectionId): boolean => item === id
  const known = value?.settings
  const facts = (group: SettingGroup) => (
    <Facts settings={known?.filter((one) => one.group === group)} hasFailed={error !== undefined} />
  )
  return (
    <>
      <Heading title={texts.title} lead={texts.lead} />
      <ElsewhereNotice of={exclusions?.elsewhere} />
      {error !== undefined && known === undefined && <ErrorState error={error} onTryAgain={askAgain} />}
      {error !== undefined && known !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
      <SettingsSection title={texts.laptops} isAskedFor={asked('laptops')}>
        <Card>
          <LaptopNames />
          {facts('peer')}
          <OtherAddress onFound={askAgain} />
        </Card>
      </SettingsSection>
      <PowerSection isAskedFor={asked('power')} />
      <PasswordSection isAskedFor={asked('password')} />
      <BeforehandSection isAskedFor={asked('beforehand')} />
      <LiveSection isAskedFor={asked('live')} />
      <SnapshotsSection isAskedFor={asked('snapshots')} />
      <WindowSection isAskedFor={asked('window')} />
      <SettingsSection title={texts.groups.kept} isAskedFor={asked('kept')}>
        <Card>{facts('kept')}</Card>
      </SettingsSection>
      <InstallationSection isAskedFor={asked('installation')} />
    </>
  )
}

interface FactsProps {
  readonly settings: readonly Setting[] | undefined
  readonly hasFailed: boolean
}

/** What nobody sets here. */
function Facts({ settings, hasFailed }: FactsProps) {
  if (settings === undefined) {
    return hasFailed ? (
      <p className={styles['quiet']}>{texts.notKnown}</p>
    ) : (
      <LoadingState>{texts.reading}</LoadingState>
    )
  }
  return settings.map(({ title, value, explanation }) => (
    <SettingRow key={title} title={title} text={explanation} isStacked={false}>
      <span className={styles['value']}>{value}</span>
    </SettingRow>
  ))
}
