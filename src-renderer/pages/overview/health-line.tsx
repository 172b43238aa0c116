import { HardDrive, HeartPulse, ShieldCheck } from 'lucide-react'
import { healthOf } from '../../../src-main/contract/overview/health.ts'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { classNames } from '../../components/class-names.ts'
import { pageHash } from '../../router/route.ts'
import { useCall } from '../../stores/use-call.ts'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

const icons = { backup: ShieldCheck, disks: HeartPulse, room: HardDrive }

/** The last copy outside, the disks and the room of both, each with the way to what says more. */
export function HealthLine({ overview, nowMs }: { readonly overview: Overview; readonly nowMs: number }) {
  const copies = useCall('copiesList', {})
  const disks = useCall('disksList', {})
  return (
    <nav aria-label={texts.health} className={styles['health']}>
      {healthOf({ overview, copies, disks, nowMs }).map(({ about, page, tone, text }) => {
        const Icon = icons[about]
        return (
          <a
            key={about}
            href={pageHash(page)}
            className={classNames(styles['fact'], tone === 'amber' && styles['amber'])}
          >
            <Icon size={16} aria-hidden {...(tone === 'good' ? { className: styles['good'] } : {})} />
            <span>{text}</span>
          </a>
        )
      })}
    </nav>
  )
}
