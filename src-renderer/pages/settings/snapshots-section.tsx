import type { RetentionView } from '../../../src-main/contract/snapshot-calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { LinkButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { useOverview } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import { keepingHash } from '../snapshots/snapshots-routes.ts'
import { allSame } from '../snapshots/keeping/keeping-words.ts'
import { texts as keeping } from '../snapshots/keeping/texts.ts'
import { laptopsOf } from '../../components/laptop-names.ts'
import { AskedSection } from './asked-section.tsx'
import styles from './settings-page.module.css'
import { SettingRow } from './settings-section.tsx'
import { texts } from './texts.ts'

/** How long snapshots are kept, in a sentence. It is set where one sees what that would delete. */
export function SnapshotsSection({ isAskedFor }: { readonly isAskedFor: boolean }) {
  const asked = useCall('retentionGet', {})
  const { value: overview } = useOverview()
  const laptops = laptopsOf(overview, asked.value?.missing ?? [])
  const views = asked.value?.laptops ?? []
  const [first] = views
  return (
    <AskedSection
      title={texts.snapshots}
      isAskedFor={isAskedFor}
      asked={asked}
      side={
        <LinkButton href={keepingHash} size="small">
          {texts.changeRetention}
        </LinkButton>
      }
    >
      {({ missing }) => (
        <Card>
          {first !== undefined && allSame(views) ? (
            <Retention view={first} title={texts.retention} />
          ) : (
            views.map((view) => (
              <Retention key={view.laptop} view={view} title={texts.retentionOn(laptops.labelOf(view.laptop))} />
            ))
          )}
          {missing.map(({ laptop, error: why }) => (
            <p key={laptop} className={styles['quiet']}>
              {texts.retentionUnknown(laptops.labelOf(laptop))} {errorText(why)}
            </p>
          ))}
        </Card>
      )}
    </AskedSection>
  )
}

function Retention({ view, title }: { readonly view: RetentionView; readonly title: string }) {
  return (
    <>
      <SettingRow title={title} text={view.enabled ? view.sentence : texts.keptAll} isStacked={false}>
        <span className={styles['value']}>{view.enabled ? texts.on : texts.off}</span>
      </SettingRow>
      <SettingRow title={texts.automatic} text={texts.automaticText} isStacked={false}>
        <span className={styles['value']}>{keeping.schedules[view.schedule]}</span>
      </SettingRow>
    </>
  )
}
