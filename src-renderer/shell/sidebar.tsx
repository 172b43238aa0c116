import {
  Boxes,
  Camera,
  CircleHelp,
  CloudUpload,
  FileCog,
  HardDrive,
  History,
  LayoutDashboard,
  Package,
  Settings,
  type LucideIcon,
} from 'lucide-react'
import type { LaptopStatus } from '../../src-main/contract/overview-calls.ts'
import { Badge } from '../components/badge.tsx'
import { classNames } from '../components/class-names.ts'
import { icons } from '../components/icons.ts'
import { Logo } from '../components/logo.tsx'
import { pageHash, shellPages, type ShellPage } from '../router/route.ts'
import { useAnswers, useOverview, useSwitchState } from '../stores/app-context.tsx'
import { questionsOf } from '../stores/answers-store.ts'
import { useCall } from '../stores/use-call.ts'
import styles from './shell.module.css'
import { texts } from './texts.ts'

const entries: Readonly<Record<(typeof shellPages)[number], { readonly title: string; readonly icon: LucideIcon }>> = {
  overview: { title: texts.pages.overview, icon: LayoutDashboard },
  snapshots: { title: texts.pages.snapshots, icon: Camera },
  rules: { title: texts.pages.rules, icon: FileCog },
  packages: { title: texts.pages.packages, icon: Package },
  bundles: { title: texts.pages.bundles, icon: Boxes },
  copies: { title: texts.pages.copies, icon: CloudUpload },
  disks: { title: texts.pages.disks, icon: HardDrive },
  activity: { title: texts.pages.activity, icon: History },
  settings: { title: texts.pages.settings, icon: Settings },
}

export function Sidebar({ page, item }: { readonly page: ShellPage; readonly item: string | undefined }) {
  const { value: known } = useOverview()
  const undecided = useUndecidedFiles()
  const { value: declared } = useCall('pagesList', {})
  return (
    <aside className={styles['sidebar']} aria-label={texts.product}>
      <div className={styles['brand']}>
        <Logo />
        <span>{texts.product}</span>
      </div>
      <nav className={styles['nav']} aria-label={texts.pagesLabel}>
        {shellPages.map((name) => (
          <NavEntry
            {...entries[name]}
            key={name}
            hash={pageHash(name)}
            current={name === page}
            toDecide={name === 'rules' ? undecided : 0}
          />
        ))}
        {declared?.pages.map(({ id, title, icon }) => (
          <NavEntry
            {...{ title, icon: icons[icon] }}
            key={id}
            hash={pageHash('page', id)}
            current={page === 'page' && item === id}
          />
        ))}
        <NavEntry
          {...{ title: texts.help, icon: CircleHelp }}
          hash={pageHash('help')}
          current={page === 'help'}
          className={styles['help']}
        />
      </nav>
      {known !== undefined && (
        <div className={styles['laptops']} role="group" aria-label={texts.laptops}>
          <LaptopReach status={known.here} />
          {known.peer !== undefined && <LaptopReach status={known.peer} />}
        </div>
      )}
    </aside>
  )
}

interface NavEntryProps {
  readonly title: string
  readonly icon: LucideIcon
  readonly hash: string
  readonly current: boolean
  readonly toDecide?: number
  readonly className?: string | undefined
}

function NavEntry({ title, icon: Icon, hash, current, toDecide = 0, className }: NavEntryProps) {
  return (
    <a
      href={hash}
      className={classNames(styles['entry'], className)}
      {...(current ? { 'aria-current': 'page' } : {})}
      title={title}
    >
      <Icon size={17} aria-hidden />
      <span className={styles['name']}>{title}</span>
      {toDecide > 0 && (
        <span className={styles['count']}>
          <Badge tone="amber">
            {toDecide}
            <span className="visually-hidden"> {texts.toDecide}</span>
          </Badge>
        </span>
      )}
    </a>
  )
}

/** As far as the present plan knows; without a plan nothing is claimed. Who answers "Later" has answered for now. */
export function useUndecidedFiles(): number {
  const state = useSwitchState()
  const { answers } = useAnswers()
  if (state?.kind !== 'planned') return 0
  return questionsOf(state.plan).filter(({ form, id }) => form === 'rule' && answers[id] === undefined).length
}

function LaptopReach({ status }: { readonly status: LaptopStatus }) {
  const reach = status.here ? 'reachable' : status.connection.kind
  return (
    <div className={styles['laptop']}>
      <span className={classNames(styles['dot'], reach !== 'unknown' && styles[reach])} aria-hidden />
      <div className={styles['who']}>
        <b>{status.laptop.label}</b>
        <span className={styles['reach']}>{reachText(status)}</span>
      </div>
    </div>
  )
}

function reachText({ here, connection }: LaptopStatus): string {
  if (here) return texts.thisLaptop
  if (connection.kind === 'unknown') return texts.notAsked
  if (connection.kind === 'unreachable') return texts.unreachable
  return connection.roundTripMs < 1 ? texts.connectedFast : texts.connected(Math.round(connection.roundTripMs))
}
