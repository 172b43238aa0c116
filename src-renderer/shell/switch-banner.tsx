import type { Overview } from '../../src-main/contract/overview-calls.ts'
import type { ToldProgress } from '../../src-main/contract/progress/told.ts'
import { spokenText } from '../../src-main/contract/progress/words.ts'
import { LinkButton } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { wizardHash } from '../router/route.ts'
import { useOverview, useSwitchMirror } from '../stores/app-context.tsx'
import styles from './shell.module.css'
import { texts } from './texts.ts'

/** On every page: that a switch is going on or stands still. */
export function SwitchBanner({ page }: { readonly page: string }) {
  const { state, run } = useSwitchMirror((mirror) => mirror)
  const { value: overview } = useOverview()
  const openSwitch = overview?.openSwitch
  const isOurs = openSwitch?.startedBy === overview?.here.laptop.name
  // The overview says all of it in its title.
  if (page !== 'overview' && state?.kind !== 'running' && openSwitch?.progress !== undefined && !isOurs) {
    return <Elsewhere openSwitch={openSwitch} progress={openSwitch.progress} />
  }
  if (page === 'overview' || (state?.kind !== 'running' && state?.kind !== 'interrupted')) return undefined
  const { scope, to } = state.plan
  const stopped = scope === undefined ? texts.doNotTake(to.label) : ''
  const running = state.kind === 'running'
  return (
    <div className={styles['banner']}>
      <Notice
        tone={running ? 'info' : 'amber'}
        title={running ? texts.updating(to.label) : texts.notFinished(to.label)}
        actions={
          <LinkButton look="link" href={wizardHash()}>
            {running ? texts.showProgress : texts.showDetails}
          </LinkButton>
        }
      >
        {running && run !== undefined ? spokenText(run, state.verifying) : running ? '' : stopped}
      </Notice>
    </div>
  )
}

interface ElsewhereProps {
  readonly openSwitch: NonNullable<Overview['openSwitch']>
  readonly progress: ToldProgress
}

/** The other laptop runs it, and says how far it is. */
function Elsewhere({ openSwitch: { from, to }, progress }: ElsewhereProps) {
  return (
    <div className={styles['banner']}>
      <Notice tone="info" title={texts.isUpdating(from.label, to.label)}>
        {spokenText({ leftMs: undefined, ...progress }, progress.verifying)}
      </Notice>
    </div>
  )
}
