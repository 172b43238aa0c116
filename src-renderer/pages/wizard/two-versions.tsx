import { FileLock2 } from 'lucide-react'
import { useState } from 'react'
import type { LookSide } from '../../../src-main/contract/look.ts'
import type { Question } from '../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../src-main/contract/switch-state.ts'
import { formatBytes } from '../../../src-main/kernel/units.ts'
import { Button } from '../../components/button.tsx'
import { DiffTable, TextTable } from '../../components/diff/diff-table.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/list-state.tsx'
import { formatPoint, formatShortDay } from '../../format/time.ts'
import { lastValue } from '../../stores/loadable.ts'
import { useCall } from '../../stores/use-call.ts'
import styles from './two-versions.module.css'

interface TwoVersionsProps {
  readonly plan: PlanView
  readonly question: Question
  /** The file's name at the top. */
  readonly path: string
}

/** What the other laptop has now and what would be copied. Fetched when looked at, and gone with the page. */
export function TwoVersions({ plan, question, path }: TwoVersionsProps) {
  const { answer, askAgain } = useCall('switchLook', { questionId: question.id })
  const [shown, setShown] = useState(false)
  const look = lastValue(answer)
  const hidden = question.secret && !shown
  return (
    <div className={styles['versions']}>
      <div className={styles['top']}>
        <h2 className={styles['path']}>{path}</h2>
        {question.secret && look !== undefined && (
          <Button look="link" icon={FileLock2} aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide values' : 'Show values'}
          </Button>
        )}
        {look !== undefined && <span className={styles['meta']}>{metaText(look.from, look.to, plan)}</span>}
      </div>
      {answer.kind === 'failed' && <ErrorState error={answer.error} onTryAgain={askAgain} />}
      {answer.kind === 'loading' && look === undefined && <LoadingState>Fetching both versions…</LoadingState>}
      {look !== undefined && <Versions from={look.from} to={look.to} plan={plan} path={path} hidden={hidden} />}
    </div>
  )
}

function metaText(from: LookSide, to: LookSide, plan: PlanView): string {
  const [side, label] = from.kind === 'text' || from.kind === 'opaque' ? [from, plan.from.label] : [to, plan.to.label]
  if (side.kind !== 'text' && side.kind !== 'opaque') return ''
  return `Changed on ${label}, ${formatShortDay(side.changedAt)} · ${side.owner}, ${side.mode}`
}

interface VersionsProps {
  readonly from: LookSide
  readonly to: LookSide
  readonly plan: PlanView
  readonly path: string
  readonly hidden: boolean
}

function Versions({ from, to, plan, path, hidden }: VersionsProps) {
  const name = `${path} on both laptops`
  if (from.kind === 'text' && to.kind === 'text' && from.text !== to.text) {
    return (
      <>
        <Heads>
          <Head label={plan.to.label} word="now" />
          <Head label={plan.from.label} word="would be copied" />
        </Heads>
        <div className={styles['body']}>
          <DiffTable before={to.text} after={from.text} name={name} hidden={hidden} />
        </div>
      </>
    )
  }
  if (from.kind === 'text' && (to.kind === 'absent' || to.kind === 'text')) {
    const word =
      to.kind === 'absent' ? `new, ${plan.to.label} does not have it` : 'the same words; owner or mode differ'
    return <OneText label={plan.from.label} word={word} text={from.text} name={name} hidden={hidden} />
  }
  if (from.kind === 'absent' && to.kind === 'text') {
    return (
      <OneText
        label={plan.to.label}
        word={`${plan.from.label} does not have it`}
        text={to.text}
        name={name}
        hidden={hidden}
      />
    )
  }
  if (from.kind === 'absent' && to.kind === 'absent') {
    return (
      <EmptyState title="Neither laptop has it any more">
        Check the laptops again to bring the questions up to date.
      </EmptyState>
    )
  }
  return (
    <div className={styles['facts']}>
      <SideFacts label={plan.to.label} word="now" side={to} />
      <SideFacts label={plan.from.label} word="would be copied" side={from} />
    </div>
  )
}

function OneText({
  label,
  word,
  text,
  name,
  hidden,
}: {
  label: string
  word: string
  text: string
  name: string
  hidden: boolean
}) {
  return (
    <>
      <Heads>
        <Head label={label} word={word} />
      </Heads>
      <div className={styles['body']}>
        <TextTable text={text} name={name} hidden={hidden} />
      </div>
    </>
  )
}

function Heads({ children }: { readonly children: React.ReactNode }) {
  return <div className={styles['heads']}>{children}</div>
}

function Head({ label, word }: { readonly label: string; readonly word: string }) {
  return (
    <p className={styles['head']}>
      <strong>{label}</strong> {word}
    </p>
  )
}

/** Binary or too long to show, or a link: what is known of it instead. */
function SideFacts({ label, word, side }: { readonly label: string; readonly word: string; readonly side: LookSide }) {
  return (
    <div className={styles['side']}>
      <Head label={label} word={word} />
      <dl>
        {factsOf(side).map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function factsOf(side: LookSide): readonly (readonly [string, string])[] {
  if (side.kind === 'absent') return [['File', 'Does not exist']]
  if (side.kind === 'link') return [['Link', `Points to ${side.target}`]]
  const common = [
    ['Size', formatBytes(side.bytes)],
    ['Changed', formatPoint(side.changedAt, Date.now())],
    ['Owner and mode', `${side.owner}, ${side.mode}`],
  ] as const
  return side.kind === 'opaque' ? [...common, ['Checksum (SHA-256)', side.sha256]] : [...common, ['Contents', 'Text']]
}
