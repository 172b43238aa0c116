import type { LookSide, Picture as PictureData } from '../../../src-main/contract/look.ts'
import { formatBytes } from '../../../src-main/kernel/units.ts'
import { formatPoint } from '../../format/time.ts'
import { EmptyState } from '../list-state.tsx'
import { DiffTable } from './diff-table.tsx'
import { TextTable } from './text-table.tsx'
import styles from './two-sides.module.css'
import { texts } from '../texts.ts'

export interface Side {
  readonly label: string
  /** "now", "would be copied", "18 Nov, 18:12" */
  readonly word: string
  readonly side: LookSide
}

interface TwoSidesProps {
  /** The earlier one, on the left. */
  readonly left: Side
  readonly right: Side
  readonly name: string
  readonly hidden?: boolean
  /** What is said of two texts that are equal. */
  readonly same?: string
  /** What stands beside the one that there is. */
  readonly onlyOne: (there: Side, missing: Side) => string
  readonly neither: { readonly title: string; readonly text: string }
}

/** Two versions of a file: as text with what differs, else what is known of each. */
export function TwoSides({
  left,
  right,
  name,
  hidden = false,
  same = texts.sameText,
  onlyOne,
  neither,
}: TwoSidesProps) {
  const [one, other] = [left.side, right.side]
  if (one.kind === 'text' && other.kind === 'text') {
    if (one.text === other.text) {
      return <OneText head={{ ...right, word: `${right.word}: ${same}` }} text={one.text} name={name} hidden={hidden} />
    }
    const heads = { left: <Head {...left} />, right: <Head {...right} /> }
    return (
      <div className={styles['body']}>
        <DiffTable before={one.text} after={other.text} heads={heads} name={name} hidden={hidden} />
      </div>
    )
  }
  if (one.kind === 'text' && other.kind === 'absent')
    return <OneText head={{ ...left, word: onlyOne(left, right) }} text={one.text} name={name} hidden={hidden} />
  if (other.kind === 'text' && one.kind === 'absent')
    return <OneText head={{ ...right, word: onlyOne(right, left) }} text={other.text} name={name} hidden={hidden} />
  if (one.kind === 'absent' && other.kind === 'absent')
    return <EmptyState title={neither.title}>{neither.text}</EmptyState>
  return (
    <div className={styles['facts']} role="region" tabIndex={0} aria-label={name}>
      <SideFacts {...left} />
      <SideFacts {...right} />
    </div>
  )
}

interface OneTextProps {
  readonly head: Pick<Side, 'label' | 'word'>
  readonly text: string
  readonly name: string
  readonly hidden?: boolean
}

export function OneText({ head, text, name, hidden = false }: OneTextProps) {
  return (
    <>
      <div className={styles['heads']}>
        <Head {...head} />
      </div>
      <div className={styles['body']}>
        <TextTable text={text} name={name} hidden={hidden} />
      </div>
    </>
  )
}

function Head({ label, word }: Pick<Side, 'label' | 'word'>) {
  return (
    <p className={styles['head']}>
      <strong>{label}</strong> {word}
    </p>
  )
}

/** A picture, binary or too long to show, or a link: what is known of it. */
export function SideFacts({ label, word, side, what = texts.file }: Side & { readonly what?: string }) {
  return (
    <div className={styles['side']}>
      <Head label={label} word={word} />
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
