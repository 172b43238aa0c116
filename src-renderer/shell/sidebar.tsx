import type { LaptopStatus } from '../../src-main/contract/overview-calls.ts'
import { countIn } from '../../src-main/contract/overview/to-decide.ts'
import { formatCount } from '../../src-main/kernel/units.ts'
import { Badge } from '../components/badge.tsx'
import { classNames } from '../components/class-names.ts'
import { Logo } from '../components/logo.tsx'
import { useOverview } from '../stores/app-context.tsx'
import { useToDecide } from '../stores/to-decide.ts'
import type { RoomEntry, SidebarEntry } from './rooms.ts'
import styles from './shell.module.css'
import { texts } from './texts.ts'

interface SidebarProps {
  /** The address of the room that is shown, or of the page at the foot. */
  readonly current: string
  readonly rooms: readonly RoomEntry[]
  readonly foot: readonly SidebarEntry[]
}

/** The rooms, and quieter at the foot what belongs to none of them. */
export function Sidebar({ current, rooms, foot }: SidebarProps) {
  const { value: known } = useOverview()
  return (
    <aside className={styles['sidebar']} aria-label={texts.product}>
      <div className={styles['brand']}>
        <Logo />
        <span>{texts.product}</span>
      </div>
      <nav className={styles['nav']} aria-label={texts.pagesLabel}>
        <div className={styles['rooms']}>
          {rooms.map((room) => (
            <NavEntry key={room.hash} entry={room} tabs={room.tabs} isCurrent={room.hash === current} />
          ))}
        </div>
        <div className={styles['foot']}>
          {foot.map((entry) => (
            <NavEntry key={entry.hash} entry={entry} isCurrent={entry.hash === current} />
          ))}
        </div>
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
  readonly entry: SidebarEntry
  readonly tabs?: RoomEntry['tabs']
  readonly isCurrent: boolean
}

function NavEntry({ entry: { title, icon: Icon, hash }, tabs = [], isCurrent }: NavEntryProps) {
  const lines = useToDecide()
  const open = tabs.reduce((sum, { tab }) => sum + countIn(lines, tab), 0)
  return (
    <a href={hash} className={styles['entry']} {...(isCurrent ? { 'aria-current': 'page' } : {})} title={title}>
      <Icon size={17} aria-hidden />
      <span className={styles['name']}>{title}</span>
      {open > 0 && (
        <span className={styles['count']}>
          <Badge tone="amber">
            {formatCount(open)}
            <span className="visually-hidden"> {texts.toDecide}</span>
          </Badge>
        </span>
      )}
    </a>
  )
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
