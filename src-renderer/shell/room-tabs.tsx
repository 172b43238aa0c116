import { formatCount } from '../../src-main/kernel/units.ts'
import { Badge } from '../components/badge.tsx'
import styles from '../components/tab-row.module.css'
import { countIn } from '../../src-main/contract/overview/to-decide.ts'
import { useToDecide } from '../stores/to-decide.ts'
import type { RoomEntry } from './rooms.ts'
import { texts } from './texts.ts'

interface RoomTabsProps {
  readonly room: RoomEntry
  /** The address of the tab that is shown. */
  readonly current: string
}

/** The pages of a room, each an address of its own. */
export function RoomTabs({ room: { title, tabs }, current }: RoomTabsProps) {
  const lines = useToDecide()
  if (tabs.length < 2) return undefined
  return (
    <nav aria-label={title} className={styles['tabs']}>
      {tabs.map(({ hash, title: name, tab }) => {
        const open = countIn(lines, tab)
        return (
          <a key={hash} href={hash} className={styles['tab']} {...(hash === current ? { 'aria-current': 'page' } : {})}>
            {name}
            {open > 0 && (
              <Badge tone="amber">
                {formatCount(open)}
                <span className={styles['words']}> {texts.toDecide}</span>
              </Badge>
            )}
          </a>
        )
      })}
    </nav>
  )
}
