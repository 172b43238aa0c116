import type { PossibleTarget } from '../../../src-main/contract/pairing-calls.ts'
import { Button } from '../../components/button.tsx'
import { useCall } from '../../stores/use-call.ts'
import styles from './pairing.module.css'
import { texts } from './texts.ts'

interface FoundTargetsProps {
  readonly isBusy: boolean
  readonly onChoose: (target: string) => void
}

const kinds: readonly PossibleTarget['from'][] = ['network', 'settings']

/** Laptops that could be the other one, as a shortcut for typing. It keeps its place while they are looked for. */
export function FoundTargets({ isBusy, onChoose }: FoundTargetsProps) {
  const { value: found, error } = useCall('pairingFind', {})
  const words = texts.address
  if (found === undefined || found.length === 0) {
    const isLooking = found === undefined && error === undefined
    return <p className={styles['found']}>{isLooking ? words.looking : words.howToName}</p>
  }
  return (
    <div className={styles['found']}>
      {kinds.map((kind) => {
        const targets = found.filter(({ from }) => from === kind)
        if (targets.length === 0) return undefined
        return (
          <div key={kind} className={styles['targets']} role="group" aria-label={words.found[kind]}>
            <span aria-hidden>{words.found[kind]}</span>
            {targets.map(({ target }) => (
              <Button key={target} size="chip" disabled={isBusy} title={target} onClick={() => onChoose(target)}>
                {target}
              </Button>
            ))}
          </div>
        )
      })}
    </div>
  )
}
