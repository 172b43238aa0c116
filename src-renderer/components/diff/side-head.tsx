import type { LookSide } from '../../../src-main/contract/look.ts'
import { formatBytes } from '../../../src-main/kernel/units.ts'
import { formatPoint } from '../../format/time.ts'
import { Badge } from '../badge.tsx'
import { texts } from '../texts.ts'
import styles from './two-sides.module.css'

interface SideHeadProps {
  readonly label: string
  readonly word: string
  /** What is known of it, in a line. */
  readonly facts?: readonly string[]
  readonly isNewer?: boolean
}

/** Above one version: whose it is, what is known of it, and whether it is the newer one. */
export function SideHead({ label, word, facts = [], isNewer = false }: SideHeadProps) {
  return (
    <div className={styles['head']}>
      <p>
        <strong>{label}</strong> {word}
        {isNewer && (
          <span className={styles['newer']}>
            <Badge tone="accent">{texts.newer}</Badge>
          </span>
        )}
      </p>
      {facts.length > 0 && <p className={styles['known']}>{facts.join(' · ')}</p>}
    </div>
  )
}

type Known = Extract<LookSide, { kind: 'text' | 'opaque' }>

/** Size, date and owner; the mode too where it is not the same on the other side. */
export function headFacts(side: LookSide, other: LookSide): readonly string[] {
  if (!isKnown(side)) return []
  const isSameMode = isKnown(other) && other.mode === side.mode
  return [
    formatBytes(side.bytes),
    formatPoint(side.changedAt, Date.now()),
    side.owner,
    ...(isSameMode ? [] : [texts.mode(side.mode)]),
  ]
}

/** Whether it was changed after the other one, which has other contents. */
export function isNewerThan(side: LookSide, other: LookSide): boolean {
  if (!isKnown(side) || !isKnown(other) || haveSameContents(side, other)) return false
  return Date.parse(side.changedAt) > Date.parse(other.changedAt)
}

function isKnown(side: LookSide): side is Known {
  return side.kind === 'text' || side.kind === 'opaque'
}

function haveSameContents(one: Known, other: Known): boolean {
  if (one.kind === 'text') return other.kind === 'text' && one.text === other.text
  return other.kind === 'opaque' && one.sha256 !== '' && one.sha256 === other.sha256
}
