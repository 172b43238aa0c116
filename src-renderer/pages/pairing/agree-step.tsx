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
      title={titleOf(isRefused, here.name, there?.name)}
      lead={isRefused ? words.refusedLead : words.lead}
      isFound={there !== undefined}
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
          {!isRefused &&
            [...(there === undefined ? [] : [there]), here].map((laptop) => (
              <LaptopPlan key={laptop.name} {...laptop} />
            ))}
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
              {beginWords(there === undefined, begin.busy)}
            </Button>
          )}
        </>
      }
    />
  )
}

function beginWords(isAlone: boolean, isBusy: boolean): string {
  const words = texts.agree
  if (isAlone) return isBusy ? words.settingUp : words.setUp
  return isBusy ? words.busy : words.begin
}

function titleOf(isRefused: boolean, here: string, there: string | undefined): string {
  const words = texts.agree
  if (there === undefined) return isRefused ? words.refusedAlone : words.aloneTitle(here)
  return isRefused ? words.refusedTitle : words.title(here, there)
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
