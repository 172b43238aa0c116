import { ArrowDown, ArrowUp, Maximize2, Minimize2, type LucideIcon } from 'lucide-react'
import styles from './diff-table.module.css'
import { texts } from '../texts.ts'

interface DiffToolsProps {
  readonly count: number
  /** Counted from 0; undefined until one is gone to. */
  readonly at: number | undefined
  readonly onNext: () => void
  readonly onPrevious: () => void
  readonly fullScreen: boolean
  readonly onFull: () => void
}

/** From difference to difference, and more room. */
export function DiffTools({ count, at, onNext, onPrevious, fullScreen, onFull }: DiffToolsProps) {
  return (
    <div className={styles['tools']}>
      <span role="status">{at === undefined ? texts.differences(count) : texts.differenceOf(at + 1, count)}</span>
      <Tool icon={ArrowUp} label={texts.previousDifference} keys="p Shift+F7" onPress={onPrevious} />
      <Tool icon={ArrowDown} label={texts.nextDifference} keys="n F7" onPress={onNext} />
      <Tool
        icon={fullScreen ? Minimize2 : Maximize2}
        label={fullScreen ? texts.closeFullScreen : texts.fullScreen}
        onPress={onFull}
      />
    </div>
  )
}

interface ToolProps {
  readonly icon: LucideIcon
  readonly label: string
  readonly keys?: string
  readonly onPress: () => void
}

function Tool({ icon: Icon, label, keys, onPress }: ToolProps) {
  return (
    <button
      type="button"
      className={styles['tool']}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys.replace(' ', ', ')})`}
      {...(keys === undefined ? {} : { 'aria-keyshortcuts': keys })}
      onClick={onPress}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}
