import { Check, RefreshCw, TriangleAlert } from 'lucide-react'
import type { LiveFolder } from '../../../../src-main/contract/live-calls.ts'
import { ownSyncthing } from '../../../../src-main/contract/live-words.ts'
import { Badge } from '../../../components/badge.tsx'
import styles from '../settings-page.module.css'
import { placeName } from './place-names.ts'
import { texts } from './texts.ts'

const marks = {
  'up-to-date': { Icon: Check, tone: 'green' },
  working: { Icon: RefreshCw, tone: 'accent' },
  'held-up': { Icon: TriangleAlert, tone: 'amber' },
} as const satisfies Record<LiveFolder['state'], unknown>

export function FolderRow({ folder: { place, isOurs, state, text } }: { readonly folder: LiveFolder }) {
  const { Icon, tone } = marks[state]
  return (
    <div className={styles['row']}>
      <Icon size={17} aria-hidden className={styles[tone]} />
      <div className={styles['words']}>
        <h3>
          <span className="visually-hidden">{texts.states[state]}: </span>
          {placeName(place)}
        </h3>
        <p>{text}</p>
      </div>
      {!isOurs && <Badge>{ownSyncthing}</Badge>}
    </div>
  )
}
