import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { givingUpMeans } from '../../../src-main/contract/stop-words.ts'
import { Button } from '../../components/button.tsx'
import { FailureNotice, Notice } from '../../components/notice.tsx'
import { useClient, useOverview, useSwitchState } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

/** Of a switch that this laptop's app does not have, for when nobody can go on with it. One that it has is given up on its own page. */
export function GiveUpNotice({ openSwitch }: Pick<Overview, 'openSwitch'>) {
  const client = useClient()
  const state = useSwitchState()
  const { look } = useOverview()
  const giveUp = useAction(async () => {
    await client.call('switchGiveUp', {})
    await look(true)
  })
  if (openSwitch === undefined || openSwitch.running || state?.kind === 'interrupted' || state?.kind === 'running')
    return undefined
  return (
    <div className={styles['notice']}>
      <Notice
        tone="info"
        title={texts.orGiveUp}
        actions={
          <Button onClick={() => giveUp.start()} disabled={giveUp.busy}>
            {texts.giveUp}
          </Button>
        }
      >
        {givingUpMeans(openSwitch.to.label)}
      </Notice>
      <FailureNotice error={giveUp.error} />
    </div>
  )
}
