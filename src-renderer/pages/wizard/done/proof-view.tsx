import { Info } from 'lucide-react'
import type { Proof, VerificationItem } from '../../../../src-main/contract/switch-state.ts'
import { Badge } from '../../../components/badge.tsx'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { SectionTitle } from '../../../components/heading.tsx'
import { stepIcons } from '../../../components/step-icons.ts'
import { BeforeSwitch } from '../../snapshots/before-switch.tsx'
import styles from './proof-view.module.css'
import { texts } from './texts.ts'
import { verdictWords } from './verdict-words.ts'

/** What was compared, area by area, with what the person chose to keep different. */
export function ProofView({ proof }: { readonly proof: Proof }) {
  const items = proof.steps.flatMap((step) => step.verification.items.map((item) => ({ item, step })))
  return (
    <>
      <Card aria-label={texts.compared}>
        <ul>
          {items.map(({ item, step }) => (
            <li key={`${step.id}:${item.title}`} className={styles['item']}>
              <ProofRow item={item} icon={step.icon ?? 'check'} />
            </li>
          ))}
        </ul>
      </Card>
      <Notes proof={proof} />
      <BeforeSwitch proof={proof} />
    </>
  )
}

function ProofRow({ item, icon }: { readonly item: VerificationItem; readonly icon: keyof typeof stepIcons }) {
  const Icon = stepIcons[icon]
  const { title, text, verdict, chosen, differences, readBack } = item
  const lists = [
    [texts.chosen, chosen],
    [texts.differs, differences],
    [texts.readBack, readBack],
  ] as const
  const named = lists.filter(([, names]) => names.length > 0)
  return (
    <div className={styles['row']}>
      <Icon size={18} aria-hidden />
      <span className={styles['title']}>{title}</span>
      <div className={styles['text']}>
        {text}
        {named.length > 0 && (
          <details>
            <summary>
              {texts.showNames}
              <span className="visually-hidden"> {texts.namesOf(title)}</span>
            </summary>
            {named.map(([name, names]) => (
              <NameList key={name} title={name} names={names} />
            ))}
          </details>
        )}
      </div>
      <Badge tone={verdict === 'differs' ? 'amber' : 'green'} ticked={verdict !== 'differs'}>
        {verdictWords[verdict]}
      </Badge>
    </div>
  )
}

const mostNames = 50

function NameList({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  const more = names.length - mostNames
  return (
    <div className={styles['names']}>
      <p>{title}</p>
      <ul>
        {names.slice(0, mostNames).map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
      {more > 0 && <p>{texts.moreInReport(more)}</p>}
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
