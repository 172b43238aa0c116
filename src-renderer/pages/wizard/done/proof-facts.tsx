import { Check, Copy, GitCompare, type LucideIcon } from 'lucide-react'
import { countLeft } from '../../../../src-main/contract/proof/left-alone.ts'
import { proofCounts } from '../../../../src-main/contract/proof/proof-title.ts'
import type { Proof } from '../../../../src-main/contract/switch-state.ts'

import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { formatGigabytes } from '../../../format/amount.ts'
import styles from './proof-facts.module.css'
import { texts } from './texts.ts'

interface ProofFactsProps {
  readonly proof: Proof
  readonly onShowDiffering: () => void
  /** Asks once more what nobody answered; absent where it is too late for that. */
  readonly onDecide: (() => void) | undefined
}

/** The proof in three facts: what was copied, what was compared, what is different still. */
export function ProofFacts({ proof, onShowDiffering, onDecide }: ProofFactsProps) {
  const { undecided, kept, chosen, left, compared } = proofCounts(proof)
  const bytes = proof.steps.reduce((sum, { outcome }) => sum + outcome.bytes, 0)
  const done = proof.steps.filter(({ outcome }) => outcome.items > 0 && outcome.snapshotId === undefined)
  const open = undecided.reduce((sum, { count }) => sum + count, 0)
  const different = open + kept + chosen + countLeft(left)
  return (
    <div className={styles['facts']}>
      <Fact icon={Copy} title={texts.copiedFact} amount={formatGigabytes(bytes)}>
        {done.map(({ id, outcome }) => (
          <li key={id}>{outcome.text}</li>
        ))}
      </Fact>
      <Fact icon={Check} title={texts.comparedFact} amount={texts.items(compared)}>
        <li>{texts.comparedLead}</li>
      </Fact>
      <Fact icon={GitCompare} title={texts.differentFact} amount={texts.items(different)}>
        {undecided.map(({ what }) => (
          <li key={what}>{texts.withoutDecision(what)}</li>
        ))}
        {kept > 0 && (
          <li>
            {texts.keptUndecided(kept)}{' '}
            {onDecide !== undefined && (
              <Button look="link" onClick={onDecide}>
                {texts.decide}
              </Button>
            )}
          </li>
        )}
        {chosen > 0 && <li>{texts.keptAsChosen(chosen)}</li>}
        {left.map(({ why, count }) => (
          <li key={why}>{texts.leftBecause(count, why)}</li>
        ))}
        {different > 0 ? (
          <li>
            <Button look="link" onClick={onShowDiffering}>
              {texts.showDiffering}
            </Button>
          </li>
        ) : (
          <li>{texts.nothingDiffers}</li>
        )}
      </Fact>
    </div>
  )
}

interface FactProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly amount: string
  readonly children: React.ReactNode
}

function Fact({ icon: Icon, title, amount, children }: FactProps) {
  return (
    <Card aria-label={title} className={styles['fact']}>
      <h2>
        <Icon size={17} aria-hidden />
        {title}
      </h2>
      <p className={styles['amount']}>{amount}</p>
      <ul>{children}</ul>
    </Card>
  )
}
