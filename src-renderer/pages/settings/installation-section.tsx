import { Check, Stethoscope, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { DoctorItem } from '../../../src-main/contract/doctor-calls.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { classNames } from '../../components/class-names.ts'
import { FailureNotice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { SettingsSection } from './settings-section.tsx'
import styles from './settings-page.module.css'
import { texts } from './texts.ts'

/** Whether everything that pc-switcher stands on is there, on both laptops. */
export function InstallationSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const client = useClient()
  const [items, setItems] = useState<readonly DoctorItem[]>()
  const check = useAction(async () => setItems((await client.call('doctor', {})).items))
  return (
    <SettingsSection
      title={texts.installation}
      isAskedFor={isAskedFor}
      side={
        <Button size="small" icon={Stethoscope} onClick={check.start} disabled={check.busy}>
          {check.busy ? texts.checking : texts.checkInstallation}
        </Button>
      }
    >
      <FailureNotice error={check.error} />
      <Card>
        {items === undefined && <p className={styles['quiet']}>{texts.notChecked}</p>}
        {items?.map((item) => (
          <DoctorRow key={`${item.laptop ?? ''}:${item.title}`} item={item} />
        ))}
      </Card>
    </SettingsSection>
  )
}

const verdictWords: Readonly<Record<DoctorItem['verdict'], string>> = {
  passed: texts.passed,
  warning: texts.warning,
  failed: texts.failed,
}

function DoctorRow({ item }: { readonly item: DoctorItem }) {
  const Icon = item.verdict === 'passed' ? Check : TriangleAlert
  return (
    <div className={styles['row']}>
      <Icon
        size={17}
        aria-hidden
        className={classNames(item.verdict === 'passed' ? styles['green'] : styles['amber'])}
      />
      <div className={styles['words']}>
        <h3>
          <span className="visually-hidden">{verdictWords[item.verdict]}: </span>
          {item.title}
          {item.laptop !== undefined && ` ${texts.onLaptop(item.laptop)}`}
        </h3>
        <p>
          {item.text} {item.hint}
        </p>
      </div>
    </div>
  )
}
