import { Check, ShieldCheck } from 'lucide-react'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

interface FirstStartProps {
  readonly from: string
  readonly to: string
}

/** For somebody who has never switched: what pc-switcher is about to do, and what it leaves alone. */
export function FirstStartCard({ from, to }: FirstStartProps) {
  return (
    <>
      <SectionTitle>{texts.firstStart}</SectionTitle>
      <Card className={styles['first']}>
        <Promises title={texts.happens} icon={<Check size={16} aria-hidden />} items={texts.happensItems(from, to)} />
        <Promises
          title={texts.neverHappens}
          icon={<ShieldCheck size={16} aria-hidden />}
          items={texts.neverItems(to)}
        />
      </Card>
    </>
  )
}

interface PromisesProps {
  readonly title: string
  readonly icon: React.ReactNode
  readonly items: readonly string[]
}

function Promises({ title, icon, items }: PromisesProps) {
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {items.map((item) => (
          <li key={item} className={styles['promise']}>
            {icon}
            <span>{item}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
