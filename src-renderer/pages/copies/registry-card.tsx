import { Trash2 } from 'lucide-react'
import type { PlaceView } from '../../../src-main/contract/copies-calls.ts'
import { bundlesAlone, presenceText } from '../../../src-main/contract/copies-words.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from '../backups.module.css'
import { texts } from './texts.ts'

interface RegistryCardProps {
  readonly place: PlaceView
  /** Of its laptop. */
  readonly label: string
  readonly onChanged: (said: string) => void
}

/** A place for bundles alone. */
export function RegistryCard({ place: { laptop, name, where, presence }, label, onChanged }: RegistryCardProps) {
  const client = useClient()
  const remove = useAction(async () => {
    await client.call('copiesForget', { laptop, place: name, force: false })
    onChanged(texts.removed(name))
  })
  return (
    <Card className={styles['card']} aria-label={texts.placeOn(name, label)}>
      <div className={styles['head']}>
        <h2>{name}</h2>
        <span>{texts.on(label)}</span>
        <Badge tone="neutral">{presenceText[presence]}</Badge>
      </div>
      <p className={styles['soft']}>{where}</p>
      <p>{bundlesAlone}</p>
      {remove.error !== undefined && (
        <Notice tone="amber" alert title={remove.error.message}>
          {remove.error.hint}
        </Notice>
      )}
      <div className={styles['buttons']}>
        <Button
          size="small"
          icon={Trash2}
          aria-label={texts.removeOf(name, label)}
          disabled={remove.busy}
          onClick={() => remove.start()}
        >
          {texts.remove}
        </Button>
      </div>
    </Card>
  )
}
