import type { ComponentProps } from 'react'
import type { LookSide, Picture as PictureData } from '../../../src-main/contract/look.ts'
import { formatBytes } from '../../../src-main/kernel/units.ts'
import { formatPoint } from '../../format/time.ts'
import { EmptyState } from '../list-state.tsx'
import { DiffTable } from './diff-table.tsx'
import { headFacts, isNewerThan, SideHead } from './side-head.tsx'
import { TextTable } from './text-table.tsx'
import styles from './two-sides.module.css'
import { texts } from '../texts.ts'

export interface DiffSide {
  readonly label: string
  /** "now", "would be copied", "18 Nov, 18:12" */
  readonly word: string
  readonly side: LookSide
}

interface TwoSidesProps {
  /** The earlier one, on the left. */
  readonly left: DiffSide
  readonly right: DiffSide
  readonly name: string
  readonly hidden?: boolean
  /** Whether it is said which was changed later. */
  readonly tellsNewer?: boolean
  /** What is said of two texts that are equal. */
  readonly same?: string
  /** What stands beside the one that there is. */
  readonly onlyOne: (there: DiffSide, missing: DiffSide) => string
  readonly neither: { readonly title: string; readonly text: string }
}

/** Two versions of a file: as text with what differs, else what is known of each. */
export function TwoSides({
  left,
  right,
  name,
  hidden = false,
  tellsNewer = false,
  same = texts.sameText,
  onlyOne,
  neither,
}: TwoSidesProps) {
  const [one, other] = [left.side, right.side]
  const of = ({ label, word, side }: DiffSide, beside: DiffSide) => ({
    label,
    word,
    facts: headFacts(side, beside.side),
    isNewer: tellsNewer && isNewerThan(side, beside.side),
  })
  const heads = { left: of(left, right), right: of(right, left) }
  if (one.kind === 'text' && other.kind === 'text') {
    if (one.text === other.text) {
      const head = { ...heads.right, word: `${right.word}: ${same}` }
      return <OneText head={head} beside={heads.left} text={one.text} name={name} hidden={hidden} />
    }
    const shown = { left: <SideHead {...heads.left} />, right: <SideHead {...heads.right} /> }
    return (
      <div className={styles['body']}>
        <DiffTable before={one.text} after={other.text} heads={shown} name={name} hidden={hidden} />
      </div>
    )
  }
  if (one.kind === 'text' && other.kind === 'absent')
    return <OneText head={{ ...heads.left, word: onlyOne(left, right) }} text={one.text} name={name} hidden={hidden} />
  if (other.kind === 'text' && one.kind === 'absent')
    return (
      <OneText head={{ ...heads.right, word: onlyOne(right, left) }} text={other.text} name={name} hidden={hidden} />
    )
  if (one.kind === 'absent' && other.kind === 'absent')
    return <EmptyState title={neither.title}>{neither.text}</EmptyState>
  return (
    <div className={styles['facts']} role="region" tabIndex={0} aria-label={name}>
      <SideFacts {...left} isNewer={heads.left.isNewer} />
      <SideFacts {...right} isNewer={heads.right.isNewer} />
    </div>
  )
}

type HeadOf = ComponentProps<typeof SideHead>

interface OneTextProps {
  readonly head: HeadOf
  /** Of another version with the same text. */
  readonly beside?: HeadOf
  readonly text: string
  readonly name: string
  readonly hidden?: boolean
}

export function OneText({ head, beside, text, name, hidden = false }: OneTextProps) {
  return (
    <>
      <div className={styles['heads']}>
        {beside !== undefined && <SideHead {...beside} />}
        <SideHead {...head} />
      </div>
      <div className={styles['body']}>
        <TextTable text={text} name={name} hidden={hidden} />
      </div>
    </>
  )
}

interface SideFactsProps extends DiffSide {
  readonly isNewer?: boolean
  readonly what?: string
}

/** A picture, binary or too long to show, or a link: what is known of it. */
export function SideFacts({ label, word, side, isNewer = false, what = texts.file }: SideFactsProps) {
  return (
    <div className={styles['side']}>
      <SideHead label={label} word={word} isNewer={isNewer} />
      {side.kind === 'opaque' && side.picture !== undefined && <Picture picture={side.picture} label={label} />}
      <dl>
        {factsOf(side, what).map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function Picture({ picture: { type, base64 }, label }: { readonly picture: PictureData; readonly label: string }) {
  return (
    <div className={styles['picture']}>
      <img src={`data:${type};base64,${base64}`} alt={texts.pictureOf(label)} />
    </div>
  )
}

function factsOf(side: LookSide, what: string): readonly (readonly [string, string])[] {
  if (side.kind === 'absent') return [[what, texts.doesNotExist]]
  if (side.kind === 'link') return [[texts.link, texts.pointsTo(side.target)]]
  const common = [
    [texts.size, formatBytes(side.bytes)],
    [texts.changed, formatPoint(side.changedAt, Date.now())],
    [texts.ownerAndMode, `${side.owner}, ${side.mode}`],
  ] as const
  if (side.kind === 'text') return [...common, [texts.contents, texts.text]]
  if (side.picture !== undefined) return common
  const note = side.note === undefined ? [] : [[texts.contents, side.note] as const]
  return [...common, ...note, ...(side.sha256 === '' ? [] : [[texts.checksum, side.sha256] as const])]
}
