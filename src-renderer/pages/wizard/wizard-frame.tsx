import type { ReactNode } from 'react'
import { Logo } from '../../components/logo.tsx'
import { useAnswers, useSwitchState } from '../../stores/app-context.tsx'
import { useNow } from '../../stores/use-now.ts'
import { isRun, runGroups } from './run/run-entries.ts'
import { StepList } from './step-list.tsx'
import { wizardEntries } from './wizard-entries.ts'
import styles from './wizard-frame.module.css'
import { texts } from './texts.ts'

interface WizardFrameProps {
  readonly title: string
  readonly page: string
  /** At the foot of the list of steps: what the person may expect. */
  readonly aside: string
  readonly footer: ReactNode
  readonly children: ReactNode
}

/** The wizard's window: steps at the side, the page, and what can be done at the foot. */
export function WizardFrame({ title, page, aside, footer, children }: WizardFrameProps) {
  const state = useSwitchState()
  const { answers } = useAnswers()
  const nowMs = useNow(1_000)
  const groups = isRun(state) ? runGroups(state, nowMs) : [{ title: '', entries: wizardEntries(state, page, answers) }]
  return (
    <div className={styles['frame']}>
      <aside className={styles['side']} aria-label={texts.switchLabel}>
        <div className={styles['brand']}>
          <Logo />
          <span>{title}</span>
        </div>
        <StepList groups={groups} planning={state?.kind === 'planning'} />
        <p className={styles['expect']}>{aside}</p>
      </aside>
      <main className={styles['main']}>
        {/* What scrolls has to be reachable without a mouse, also where nothing in it takes the focus. */}
        <div className={styles['scroll']} tabIndex={0}>
          {children}
        </div>
        <footer className={styles['footer']}>{footer}</footer>
      </main>
    </div>
  )
}

/** What stands between the quiet button at the left and the primary at the right. */
export function FooterNote({ children }: { readonly children: ReactNode }) {
  return <p className={styles['note']}>{children}</p>
}
