import { Check, TriangleAlert } from 'lucide-react'
import { useRef } from 'react'
import type { DoctorItem } from '../../../src-main/contract/doctor-calls.ts'
import { Button } from '../../components/button.tsx'
import { usePrimaryKey } from '../../components/use-keys.ts'
import { PairingFrame } from './pairing-frame.tsx'
import styles from './pairing.module.css'
import { texts } from './texts.ts'

interface DoneStepProps {
  readonly here: string
  readonly there?: string
  readonly items: readonly DoctorItem[]
  readonly onDone: () => void
}

export function DoneStep({ here, there, items, onDone }: DoneStepProps) {
  const primary = useRef<HTMLButtonElement>(null)
  usePrimaryKey(primary)
  const words = texts.done
  return (
    <PairingFrame
      title={there === undefined ? words.aloneTitle(here) : words.title(here, there)}
      lead={there === undefined ? words.aloneLead : words.lead}
      isFound={there !== undefined}
      card={
        there === undefined ? (
          <p>{words.aloneText}</p>
        ) : (
          <ul className={styles['checks']}>
            {items.map((item) => (
              <CheckRow key={`${item.laptop ?? ''}:${item.title}:${item.text}`} item={item} />
            ))}
          </ul>
        )
      }
      buttons={
        <Button ref={primary} look="primary" size="large" onClick={onDone}>
          {words.open}
        </Button>
      }
    />
  )
}

function CheckRow({ item: { verdict, title, laptop, text, hint } }: { readonly item: DoctorItem }) {
  const isPassed = verdict === 'passed'
  const Icon = isPassed ? Check : TriangleAlert
  return (
    <li>
      <Icon size={17} aria-hidden className={styles[isPassed ? 'green' : 'amber']} />
      <span>
        <span className="visually-hidden">{isPassed ? texts.done.passed : texts.done.notPassed}: </span>
        <strong>
          {title}
          {laptop !== undefined && ` ${texts.done.onLaptop(laptop)}`}
        </strong>{' '}
        {text} {hint}
      </span>
    </li>
  )
}
