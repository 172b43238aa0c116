import { Plus } from 'lucide-react'
import type { InspectedLaptops } from '../../../src-main/contract/pairing-calls.ts'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { PairingFrame } from './pairing-frame.tsx'
import styles from './pairing.module.css'
import { texts } from './texts.ts'
import type { PairingDialogue } from './use-pairing.ts'

interface AgreeStepProps {
  readonly inspected: InspectedLaptops
  readonly pairing: PairingDialogue
}

/** Everything that will be set up, and what stands against it, before any of it is done. */
export function AgreeStep({ inspected: { here, there, findings }, pairing }: AgreeStepProps) {
  const words = texts.agree
  const isRefused = findings.some(({ verdict }) => verdict === 'refused')
  const { begin, inspect, startOver } = pairing
  return (
    <PairingFrame
      title={isRefused ? words.refusedTitle : words.title(here.name, there.name)}
      lead={isRefused ? words.refusedLead : words.lead}
      isFound
      error={begin.error ?? inspect.error}
      card={
        <>
          {findings.map(({ verdict, text, hint }) => (
            <div key={text} className={styles['finding']}>
              <Notice tone={verdict === 'refused' ? 'red' : 'amber'} title={text}>
                {hint}
              </Notice>
            </div>
          ))}
          {!isRefused && [there, here].map((laptop) => <LaptopPlan key={laptop.name} {...laptop} />)}
        </>
      }
      buttons={
        <>
          <Button size="large" onClick={startOver}>
            {words.cancel}
          </Button>
          {isRefused ? (
            <Button look="primary" size="large" onClick={inspect.start} disabled={inspect.busy}>
              {words.again}
            </Button>
          ) : (
            <Button look="primary" size="large" onClick={begin.start} disabled={begin.busy}>
              {begin.busy ? words.busy : words.begin}
            </Button>
          )}
        </>
      }
    />
  )
}

function LaptopPlan({ name, system, plan }: InspectedLaptops['here']) {
  return (
    <section className={styles['plan']}>
      <h2>{texts.agree.on(name, system)}</h2>
      <ul>
        {plan.map((line) => (
          <li key={line}>
            <Plus size={15} aria-hidden />
            <span>{line}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
