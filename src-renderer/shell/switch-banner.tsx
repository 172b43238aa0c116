import { LinkButton } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { formatPercent } from '../format/amount.ts'
import { wizardHash, type ShellPage } from '../router/route.ts'
import { useSwitchMirror } from '../stores/app-context.tsx'
import styles from './shell.module.css'

/** On every page: that a switch is going on or stands still, and that the app is away. */
export function SwitchBanner({ page }: { readonly page: ShellPage }) {
  const { state, connected, run } = useSwitchMirror((mirror) => mirror)
  if (!connected && state !== undefined) {
    return (
      <div className={styles['banner']}>
        <Notice tone="amber" title="pc-switcher is not answering.">
          What you see is as of a moment ago. It is asked again by itself. If it was started anew, open this page anew
          too.
        </Notice>
      </div>
    )
  }
  // The overview says both in its title.
  if (page === 'overview' || (state?.kind !== 'running' && state?.kind !== 'interrupted')) return undefined
  const { to } = state.plan
  const running = state.kind === 'running'
  return (
    <div className={styles['banner']}>
      <Notice
        tone={running ? 'info' : 'amber'}
        title={running ? `Bringing ${to.label} up to date.` : `The switch to ${to.label} is not finished.`}
        actions={
          <LinkButton look="link" href={wizardHash()}>
            {running ? 'Show progress' : 'Show what happened'}
          </LinkButton>
        }
      >
        {running ? `${formatPercent(run?.fraction ?? 0)} done.` : `Do not travel with ${to.label} yet.`}
      </Notice>
    </div>
  )
}
