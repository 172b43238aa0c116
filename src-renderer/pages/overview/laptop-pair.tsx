import { HardDrive, ListChecks, RotateCcw, ShieldCheck, WifiOff, type LucideIcon } from 'lucide-react'
import type { LaptopStatus, Overview } from '../../../src-main/contract/overview-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { classNames } from '../../components/class-names.ts'
import { LaptopPicture } from '../../components/laptop-picture.tsx'
import { powerIcon } from '../../components/icons.ts'
import { formatGigabytes } from '../../format/amount.ts'
import { formatAgo, formatClock, formatPoint } from '../../format/time.ts'
import { useSwitchState } from '../../stores/app-context.tsx'
import { isNearlyFull } from '../../../src-main/contract/overview/health.ts'
import { freshMs } from '../../../src-main/contract/overview/seen-when.ts'
import { wayOf } from '../../stores/way.ts'
import styles from './overview-page.module.css'
import { planThatHolds, type OverviewState } from '../../../src-main/contract/overview/state.ts'
import { texts } from './texts.ts'

interface LaptopPairProps {
  readonly overview: Overview
  readonly stands: OverviewState
  readonly asking: boolean
  readonly nowMs: number
}

export function LaptopPair({ overview, stands, asking, nowMs }: LaptopPairProps) {
  const { here, peer, holder } = overview
  const isCopying = stands.kind === 'copying' || stands.kind === 'running-elsewhere'
  const handedOver = holder.kind === 'held' && holder.by !== here.laptop.name
  return (
    <div className={styles['pair']}>
      <LaptopCard status={here} inUse={!handedOver} isCopying={isCopying} asking={asking} nowMs={nowMs} />
      {peer !== undefined && <Between overview={overview} stands={stands} there={peer.laptop.label} />}
      {peer !== undefined && (
        <LaptopCard status={peer} inUse={false} isCopying={isCopying} asking={asking} nowMs={nowMs} />
      )}
    </div>
  )
}

interface BetweenProps {
  readonly overview: Overview
  readonly stands: OverviewState
  readonly there: string
}

/** What was proven, what waits, or the way that the work goes. */
function Between({ overview, stands, there }: BetweenProps) {
  if (stands.kind === 'safe')
    return (
      <div className={classNames(styles['between'], styles['proven'])}>
        <ShieldCheck size={24} aria-hidden />
        <strong>{texts.verifiedWord}</strong>
        <span>{formatClock(stands.entry.finishedAt)}</span>
      </div>
    )
  if (stands.kind === 'waits-for-restart')
    return (
      <div className={classNames(styles['between'], styles['waiting'])}>
        <RotateCcw size={24} aria-hidden />
        <strong>{stands.undoes === undefined ? texts.rollbackWord : texts.undoWord}</strong>
        <span>{texts.waits}</span>
      </div>
    )
  return <Arrow overview={overview} there={there} />
}

/** Of a switch that is open its own way, else that of the plan, else that of the next one. */
function Arrow({ overview, there }: { readonly overview: Overview; readonly there: string }) {
  const state = useSwitchState()
  const plan = planThatHolds(overview, state)
  const open = state?.kind === 'running' ? state.plan : overview.openSwitch
  const way = open ?? plan ?? wayOf(overview)
  const isBack = way?.to.name === overview.here.laptop.name
  const to = way?.to.label ?? there
  const planned = open === undefined || open.to.name === plan?.to.name ? plan?.estimate.bytes : undefined
  const bytes = planned === 0 ? undefined : planned
  return (
    <div className={styles['between']}>
      <strong>{bytes === undefined ? '' : formatGigabytes(bytes)}</strong>
      <svg
        width="56"
        height="14"
        viewBox="0 0 56 14"
        aria-hidden
        className={classNames(styles['arrow'], isBack && styles['back'])}
      >
        <path d="M1 7h52M47 1.500 53.500 7 47 12.500" />
      </svg>
      <span>{bytes === undefined ? <span className="visually-hidden">{texts.copiedTo(to)}</span> : texts.toCopy}</span>
    </div>
  )
}

interface LaptopCardProps {
  readonly status: LaptopStatus
  /** The one that is worked on, as far as anybody can tell. */
  readonly inUse: boolean
  readonly isCopying: boolean
  readonly asking: boolean
  readonly nowMs: number
}

function LaptopCard({ status, inUse, isCopying, asking, nowMs }: LaptopCardProps) {
  const { laptop, here, facts, connection } = status
  const away = connection.kind === 'unreachable'
  return (
    <Card className={styles['laptop']} aria-label={laptop.label}>
      <LaptopPicture width={52} lit={here} />
      <div className={styles['words']}>
        <h2 className={styles['name']}>
          {laptop.label}
          {here ? <HereBadge inUse={inUse} /> : <PeerBadge status={status} asking={asking} nowMs={nowMs} />}
        </h2>
        {away && (
          <Fact icon={WifiOff} amber>
            {connection.lastSeenAt === undefined
              ? connection.error.message
              : texts.unreachableSince(formatPoint(connection.lastSeenAt, nowMs))}
          </Fact>
        )}
        {facts === undefined ? (
          <p className={styles['unknown']}>{texts.nothingKnown}</p>
        ) : (
          <Facts facts={facts} away={away} isCopying={isCopying} nowMs={nowMs} />
        )}
      </div>
    </Card>
  )
}

/** Once its work was handed over, this laptop is only where the screen is. */
function HereBadge({ inUse }: { readonly inUse: boolean }) {
  return inUse ? <Badge tone="accent">{texts.youWorkHere}</Badge> : <Badge>{texts.thisLaptop}</Badge>
}

interface PeerBadgeProps {
  readonly status: LaptopStatus
  readonly asking: boolean
  readonly nowMs: number
}

/** That it answers is told of now only for as long as it has just answered. */
function PeerBadge({ status: { connection, facts }, asking, nowMs }: PeerBadgeProps) {
  if (connection.kind === 'unreachable') return <Badge tone="amber">{texts.unreachable}</Badge>
  if (connection.kind === 'unknown') return <Badge>{asking ? texts.checking : texts.unknown}</Badge>
  const answeredMs = facts === undefined ? nowMs : Date.parse(facts.askedAt)
  if (nowMs - answeredMs < freshMs) return <Badge>{texts.reachable}</Badge>
  return <Badge>{texts.reachableAgo(formatAgo(answeredMs, nowMs))}</Badge>
}

interface FactsProps {
  readonly facts: NonNullable<LaptopStatus['facts']>
  readonly away: boolean
  readonly isCopying: boolean
  readonly nowMs: number
}

function Facts({ facts, away, isCopying, nowMs }: FactsProps) {
  const { power, disk, jobs = [] } = facts
  return (
    <>
      <div className={styles['facts']}>
        <Fact icon={powerIcon(power.plugged)} amber={!power.plugged && !away && !isCopying}>
          {powerText(power)}
        </Fact>
        <Fact icon={HardDrive} amber={isNearlyFull(disk) && !away}>
          {texts.diskFree(formatGigabytes(disk.freeBytes))}
        </Fact>
        {away && <p className={styles['asOf']}>{texts.asOf(formatPoint(facts.askedAt, nowMs))}</p>}
      </div>
      {jobs.map(({ name, title, kind, text }) => (
        <Fact key={`${name} ${kind}`} icon={ListChecks} amber={kind === 'not-done' && !away}>
          {texts.job(title, text)}
        </Fact>
      ))}
    </>
  )
}

function powerText({ plugged, percent }: NonNullable<LaptopStatus['facts']>['power']): string {
  const charge = percent === undefined ? undefined : Math.round(percent)
  if (plugged) return charge === undefined ? texts.pluggedIn : texts.pluggedInAt(charge)
  return charge === undefined ? texts.onBattery : texts.onBatteryAt(charge)
}

function Fact({
  icon: Icon,
  amber = false,
  children,
}: {
  readonly icon: LucideIcon
  readonly amber?: boolean
  readonly children: React.ReactNode
}) {
  return (
    <p className={classNames(styles['fact'], amber && styles['amber'])}>
      <Icon size={16} aria-hidden />
      <span>{children}</span>
    </p>
  )
}
