import { useState } from 'react'
import type { RetentionPolicy, RetentionView } from '../../../../src-main/contract/snapshot-calls.ts'
import { CallError } from '../../../client/client.ts'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { Choose } from '../../../components/choose.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import styles from './keeping-page.module.css'
import { samePolicy } from './keeping-words.ts'
import { ExtraFolders } from './extra-folders.tsx'
import { PolicySentence } from './policy-sentence.tsx'
import { PrunePreview } from './prune-preview.tsx'
import { texts } from './texts.ts'

interface KeepingFormProps {
  readonly view: RetentionView
  /** Which laptops it is for; none means both. */
  readonly on: readonly string[]
  readonly isEnabled: boolean
  readonly laptops: LaptopNames
  readonly onPruned: () => void
  readonly onSaved: (views: readonly RetentionView[]) => void
}

type Saving = Partial<Pick<RetentionView, 'policy' | 'enabled' | 'schedule' | 'extra'>>

/** The rule as a sentence with numbers to change; beside it, what it would keep and delete. */
export function KeepingForm({ view, on, isEnabled, laptops, onPruned, onSaved }: KeepingFormProps) {
  const client = useClient()
  const [policy, setPolicy] = useState(view.policy)
  const [seen, setSeen] = useState<RetentionPolicy>()
  const save = useAction(async (what: Saving) => {
    const { extra, ...others } = what
    const answer = await client.call('retentionSet', {
      on: [...on],
      ...others,
      ...(extra === undefined ? {} : { extra: [...extra] }),
    })
    onSaved(answer.laptops)
    const [missing] = answer.missing
    if (missing !== undefined) throw new CallError(missing.error)
  })
  const changed = !samePolicy(policy, view.policy)
  const wasSeen = seen !== undefined && samePolicy(seen, policy)
  return (
    <div className={styles['columns']}>
      <Card className={styles['rule']} aria-label={texts.ruleLabel}>
        <div className={styles['section']}>
          <h2>{texts.ruleTitle}</h2>
          <PolicySentence policy={policy} onChange={setPolicy} />
        </div>
        <div className={styles['section']}>
          <div className={styles['save']}>
            {!isEnabled && (
              <Button
                look="primary"
                disabled={!wasSeen || save.busy}
                onClick={() => save.start({ policy, enabled: true })}
                title={wasSeen ? texts.enableTitle : texts.seeFirst}
              >
                {texts.enable}
              </Button>
            )}
            {isEnabled && (
              <>
                <Button
                  look="primary"
                  disabled={!changed || !wasSeen || save.busy}
                  onClick={() => save.start({ policy })}
                >
                  {texts.save}
                </Button>
                <Button disabled={save.busy} onClick={() => save.start({ enabled: false })}>
                  {texts.disable}
                </Button>
              </>
            )}
            {changed && (
              <Button look="quiet" onClick={() => setPolicy(view.policy)}>
                {texts.undo}
              </Button>
            )}
          </div>
        </div>
        <div className={styles['section']}>
          <h2>{texts.scheduleTitle}</h2>
          <Choose
            name={texts.scheduleName}
            options={Object.entries(texts.schedules).map(([id, label]) => ({ id, label }))}
            value={view.schedule}
            disabled={save.busy}
            onChange={(id) => save.start({ schedule: scheduleOf(id) })}
          />
          <p className={styles['soft']}>{texts.scheduleText}</p>
        </div>
        <div className={styles['section']}>
          <h2>{texts.extraTitle}</h2>
          <ExtraFolders extra={view.extra} busy={save.busy} onChange={(extra) => save.start({ extra: [...extra] })} />
        </div>
        <FailureNotice error={save.error} />
      </Card>
      <PrunePreview
        policy={policy}
        on={on}
        laptops={laptops}
        onSeen={setSeen}
        mayPrune={!changed}
        onPruned={onPruned}
      />
    </div>
  )
}

function scheduleOf(id: string): RetentionView['schedule'] {
  return id === 'hourly' || id === 'daily' || id === 'weekly' || id === 'monthly' ? id : 'off'
}
