import { Info } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { verdictOf } from '../../../../src-main/contract/proof/proof-title.ts'
import { leftBecause, verdictWords } from '../../../../src-main/contract/proof/texts.ts'
import type { Proof, VerificationItem } from '../../../../src-main/contract/switch-state.ts'
import { Badge, type BadgeTone } from '../../../components/badge.tsx'
import { LinkButton } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { SectionTitle } from '../../../components/heading.tsx'
import { icons } from '../../../components/icons.ts'
import { placeHash } from '../../../router/route.ts'
import { BeforeSwitch } from '../../snapshots/before-switch.tsx'
import styles from './proof-view.module.css'
import { texts } from './texts.ts'

interface ProofViewProps {
  readonly proof: Proof
  /** Each time it grows, what differs is opened and looked at. */
  readonly showDiffering?: number
}

/** What was compared, area by area, with what the person chose to keep different. */
export function ProofView({ proof, showDiffering = 0 }: ProofViewProps) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (showDiffering === 0) return
    const rows = [...(list.current?.querySelectorAll<HTMLDetailsElement>('details[data-differs]') ?? [])]
    for (const row of rows) row.open = true
    rows[0]?.querySelector('summary')?.focus()
  }, [showDiffering])
  const items = proof.steps.flatMap((step) => step.verification.items.map((item) => ({ item, step })))
  return (
    <>
      <Card aria-label={texts.compared}>
        <ul ref={list}>
          {items.map(({ item, step }) => (
            <li key={`${step.id}:${item.title}`} className={styles['item']}>
              <ProofRow item={item} icon={step.icon} />
            </li>
          ))}
        </ul>
      </Card>
      <Notes proof={proof} />
      <BeforeSwitch proof={proof} />
    </>
  )
}

function ProofRow({ item, icon }: { readonly item: VerificationItem; readonly icon: keyof typeof icons }) {
  const Icon = icons[icon]
  const { title, text, notCompared } = item
  const verdict = verdictOf(item)
  const named = namesOf(item)
  return (
    <div className={styles['row']}>
      <Icon size={18} aria-hidden />
      <span className={styles['title']}>{title}</span>
      <div className={styles['text']}>
        {text}
        {named.length > 0 && (
          <details {...(isDifferent(item) ? { 'data-differs': '' } : {})}>
            <summary>
              {texts.showNames}
              <span className="visually-hidden"> {texts.namesOf(title)}</span>
            </summary>
            {named.map((list) => (
              <NameList key={list.title} {...list} />
            ))}
          </details>
        )}
        {notCompared?.decideIn !== undefined && notCompared.count > 0 && (
          <p className={styles['decide']}>
            <LinkButton look="link" href={placeHash(notCompared.decideIn)}>
              {notCompared.decideIn.label}
            </LinkButton>
          </p>
        )}
      </div>
      <Badge tone={tones[verdict]} ticked={tones[verdict] === 'green'}>
        {verdictWords[verdict]}
      </Badge>
    </div>
  )
}

const tones: Readonly<Record<VerificationItem['verdict'], BadgeTone>> = {
  same: 'green',
  'as-chosen': 'green',
  left: 'neutral',
  healthy: 'green',
  'not-compared': 'neutral',
  differs: 'amber',
}

/** Left as it is, whether the person said so or nobody has. */
function isDifferent({ chosen, left = [], notCompared }: VerificationItem): boolean {
  return chosen.length + left.length > 0 || (notCompared?.why === 'undecided' && notCompared.count > 0)
}

interface Names {
  readonly title: string
  readonly names: readonly string[]
  /** How many there are in all. */
  readonly count: number
}

function namesOf(item: VerificationItem): readonly Names[] {
  const { chosen, moreChosen = 0, left = [], differences, readBack, notCompared } = item
  const open = notCompared ?? { why: 'left-out', names: [], count: 0 }
  const lists: readonly Names[] = [
    { title: texts.chosen, names: chosen, count: chosen.length + moreChosen },
    ...left.map((one) => ({ title: leftBecause(one), names: one.names, count: one.count })),
    { title: open.why === 'undecided' ? texts.undecided : texts.notCompared, names: open.names, count: open.count },
    { title: texts.differs, names: differences, count: differences.length },
    { title: texts.readBack, names: readBack, count: readBack.length },
  ]
  return lists.filter(({ names }) => names.length > 0)
}

const mostNames = 50

function NameList({ title, names, count }: Names) {
  const shown = Math.min(mostNames, names.length)
  const inReport = names.length - shown
  const unnamed = count - names.length
  return (
    <div className={styles['names']}>
      <p>{title}</p>
      <ul>
        {names.slice(0, shown).map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
      {inReport > 0 && <p>{texts.moreInReport(inReport)}</p>}
      {unnamed > 0 && <p>{texts.moreNames(unnamed)}</p>}
    </div>
  )
}

function Notes({ proof }: { readonly proof: Proof }) {
  const notes = [...new Set(proof.steps.flatMap(({ verification }) => verification.notes))]
  if (notes.length === 0) return undefined
  return (
    <>
      <SectionTitle>{texts.notes}</SectionTitle>
      <Card>
        <ul>
          {notes.map((note) => (
            <li key={note} className={classNames(styles['note'])}>
              <Info size={17} aria-hidden />
              <span>{note}</span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}
