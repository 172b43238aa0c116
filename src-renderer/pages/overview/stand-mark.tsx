import {
  ArrowLeftRight,
  Check,
  Clock,
  Download,
  FilePen,
  RefreshCw,
  RotateCcw,
  TriangleAlert,
  Undo2,
  type LucideIcon,
} from 'lucide-react'
import type { OverviewState } from '../../../src-main/contract/overview/state.ts'
import type { OverviewTitle } from '../../../src-main/contract/overview/title.ts'
import { classNames } from '../../components/class-names.ts'
import styles from './stand-mark.module.css'

const signs: Readonly<Record<OverviewState['kind'], LucideIcon>> = {
  'not-paired': ArrowLeftRight,
  alone: ArrowLeftRight,
  copying: RefreshCw,
  'running-elsewhere': RefreshCw,
  stopped: TriangleAlert,
  unfinished: TriangleAlert,
  differed: TriangleAlert,
  'waits-for-restart': RotateCcw,
  undone: Undo2,
  'changed-here-and-there': FilePen,
  'changed-since': FilePen,
  lacks: FilePen,
  'changed-there': Download,
  'not-known': Clock,
  behind: Clock,
  safe: Check,
  same: Check,
  'was-same': Clock,
  'never-compared': ArrowLeftRight,
  differs: ArrowLeftRight,
  unclear: TriangleAlert,
  holds: Download,
  'third-holds': TriangleAlert,
}

interface StandMarkProps {
  readonly kind: OverviewState['kind']
  readonly tone: OverviewTitle['tone']
}

/** A disc in the color of the sentence. */
export function StandMark({ kind, tone }: StandMarkProps) {
  const Sign = signs[kind]
  return (
    <span className={classNames(styles['mark'], styles[tone], kind === 'safe' && styles['large'])}>
      <Sign size={kind === 'safe' ? 30 : 24} aria-hidden />
    </span>
  )
}
