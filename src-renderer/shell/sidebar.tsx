import type { LucideIcon } from 'lucide-react'
import type { LaptopStatus } from '../../src-main/contract/overview-calls.ts'
import { Badge } from '../components/badge.tsx'
import { classNames } from '../components/class-names.ts'
import { icons } from '../components/icons.ts'
import { Logo } from '../components/logo.tsx'
import { sortedPages, type PageDeclaration } from '../pages/page.ts'
import { pageHash } from '../router/route.ts'
import { useOverview } from '../stores/app-context.tsx'
import { useCall } from '../stores/use-call.ts'
import styles from './shell.module.css'
import { texts } from './texts.ts'

interface SidebarProps {
  readonly page: string
  readonly item: string | undefined
  readonly pages: readonly PageDeclaration[]
}

export function Sidebar({ page, item, pages }: SidebarProps) {
  const { value: known } = useOverview()
  const { value: declared } = useCall('pagesList', {})
  const { listed, atFoot } = sortedPages(pages)
  const current = pageHash(page, page === 'page' ? item : undefined)
  const entries = [
    ...listed.map(({ id, ...entry }) => ({ ...entry, hash: pageHash(id) })),
    ...(declared?.pages ?? []).map(({ id, title, icon }) => ({ title, icon: icons[icon], hash: pageHash('page', id) })),
    ...atFoot.map(({ id, ...entry }) => ({ ...entry, hash: pageHash(id), className: styles['help'] })),
  ]
  return (
    <aside className={styles['sidebar']} aria-label={texts.product}>
      <div className={styles['brand']}>
        <Logo />
        <span>{texts.product}</span>
      </div>
      <nav className={styles['nav']} aria-label={texts.pagesLabel}>
        {entries.map((entry) => (
          <NavEntry {...entry} key={entry.hash} current={entry.hash === current} />
        ))}
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

const nothing = () => 0

interface NavEntryProps {
  readonly title: string
  readonly icon: LucideIcon
  readonly hash: string
  readonly current: boolean
  readonly useToDecide?: (() => number) | undefined
  readonly className?: string | undefined
}

function NavEntry({ title, icon: Icon, hash, current, useToDecide = nothing, className }: NavEntryProps) {
  const toDecide = useToDecide()
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
