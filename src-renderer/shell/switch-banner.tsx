import { LinkButton } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { formatPercent } from '../format/amount.ts'
import { wizardHash, type ShellPage } from '../router/route.ts'
import { useSwitchMirror } from '../stores/app-context.tsx'
import styles from './shell.module.css'
import { texts } from './texts.ts'

/** On every page: that a switch is going on or stands still. */
export function SwitchBanner({ page }: { readonly page: ShellPage }) {
  const { state, run } = useSwitchMirror((mirror) => mirror)
  // The overview says both in its title.
  if (page === 'overview' || (state?.kind !== 'running' && state?.kind !== 'interrupted')) return undefined
  const { to } = state.plan
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
        {running ? texts.percentDone(formatPercent(run?.fraction ?? 0)) : texts.doNotTake(to.label)}
      </Notice>
    </div>
  )
}
