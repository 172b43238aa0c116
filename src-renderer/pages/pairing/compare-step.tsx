import type { Output } from '../../../src-main/contract/define.ts'
import type { calls } from '../../../src-main/contract/calls.ts'
import { Button } from '../../components/button.tsx'
import { LoneNote } from '../../components/lone-page.tsx'
import type { Action } from '../../stores/use-action.ts'
import { PairingFrame } from './pairing-frame.tsx'
import styles from './pairing.module.css'
import { texts } from './texts.ts'

interface CompareStepProps {
  readonly looked: Output<typeof calls.pairingLook>
  readonly inspect: Action
  readonly onDiffer: () => void
}

/** Nothing of the person's was sent yet: only now is there somebody to sign in to. */
export function CompareStep({ looked: { identity, address, port }, inspect, onDiffer }: CompareStepProps) {
  const words = texts.compare
  return (
    <PairingFrame
      title={words.title}
      lead={words.lead}
      isFound
      error={inspect.error}
      card={
        <>
          <ol className={styles['words']}>
            {identity.words.map((word, index) => (
              // The same word may come twice.
              <li key={index}>{word}</li>
            ))}
          </ol>
          <dl className={styles['facts']}>
            <dt>{words.key}</dt>
            <dd className={styles['mono']}>{identity.fingerprint}</dd>
            <dt>{words.answers}</dt>
            <dd>{port === 22 ? address : `${address}:${port}`}</dd>
          </dl>
          <p className={styles['hint']}>{words.how}</p>
          <p className={styles['command']}>
            <code>{words.command}</code>
          </p>
          <LoneNote>{words.wordsToo}</LoneNote>
        </>
      }
      buttons={
        <>
          <Button size="large" onClick={onDiffer} disabled={inspect.busy}>
            {words.differ}
          </Button>
          <Button look="primary" size="large" onClick={inspect.start} disabled={inspect.busy}>
            {inspect.busy ? words.busy : words.match}
          </Button>
        </>
      }
    />
  )
}
