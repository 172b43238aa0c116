import { File, Folder, Link2 } from 'lucide-react'
import type { DifferingEntry, Had } from '../../../../src-main/contract/switch-calls.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { textOfPath } from '../../../format/path-text.ts'
import { formatBytes } from '../../../../src-main/kernel/units.ts'
import { Badge } from '../../../components/badge.tsx'
import { formatPoint } from '../../../format/time.ts'
import { useNow } from '../../../stores/use-now.ts'
import styles from './question-files.module.css'
import { texts } from './texts.ts'

const minuteMs = 60_000

interface DifferingRowProps {
  readonly entry: DifferingEntry
  readonly plan: PlanView
}

/** One name that differs: who has it, how large, since when, and which is newer. */
export function DifferingRow({ entry, plan }: DifferingRowProps) {
  const nowMs = useNow(minuteMs)
  const { type, from, to, newer } = entry
  const Icon = type === 'folder' ? Folder : type === 'link' ? Link2 : File
  return (
    <div className={styles['row']}>
      <Icon size={16} aria-hidden />
      <div className={styles['what']}>
        <p className={styles['name']}>
          <span>{textOfPath(entry.name)}</span>
          {newer !== undefined && <Badge tone="accent">{texts.newerOn(plan[newer].label)}</Badge>}
        </p>
        {type === 'folder' ? (
          <p className={styles['soft']}>{countsText(entry, plan)}</p>
        ) : (
          <>
            <p className={styles['soft']}>{hadText(plan.from.label, from, nowMs)}</p>
            <p className={styles['soft']}>{hadText(plan.to.label, to, nowMs)}</p>
          </>
        )}
      </div>
    </div>
  )
}

/** Of a folder: how many differ, and how many only one laptop has. */
export function countsText({ onlyFrom, onlyTo, differ }: DifferingEntry, { from, to }: PlanView): string {
  const parts = [
    differ > 0 ? texts.differing(differ) : '',
    onlyFrom > 0 ? texts.onlyOn(onlyFrom, from.label) : '',
    onlyTo > 0 ? texts.onlyOn(onlyTo, to.label) : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function hadText(label: string, had: Had | undefined, nowMs: number): string {
  if (had === undefined) return texts.had(label, texts.notThere)
  const facts = [
    had.bytes === undefined ? texts.sizeNotKnown : formatBytes(had.bytes),
    had.changedAt === undefined ? '' : formatPoint(had.changedAt, nowMs),
  ]
  return texts.had(label, facts.filter((fact) => fact !== '').join(', '))
}
