import { TriangleAlert } from 'lucide-react'
import type { RollbackPart, RollbackPlan } from '../../../../src-main/contract/rollback-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { CheckBox } from '../../../components/check-box.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { shownPath } from '../../../format/path-text.ts'
import dialogs from '../dialogs.module.css'
import styles from './rollback-dialog.module.css'
import { disappearingOf, disappearTitle, effectText, type When } from './rollback-words.ts'

interface PartTickProps {
  readonly part: RollbackPart
  readonly ticked: boolean
  readonly onTick: (ticked: boolean) => void
}

export function PartTick({ part, ticked, onTick }: PartTickProps) {
  if (part.when.kind === 'refused') {
    return (
      <div className={dialogs['part']}>
        <div>
          <strong>{part.title} cannot go back</strong>
          <small className={dialogs['refused']}>
            {part.when.why} {part.when.hint}
          </small>
        </div>
      </div>
    )
  }
  return (
    <div className={dialogs['part']}>
      <CheckBox checked={ticked} onChange={onTick}>
        <strong>{part.title}</strong>
        <small>{effectText(part)}</small>
        {part.nested > 0 && (
          <small>
            {part.nested === 1
              ? '1 subvolume inside it stays as it is now'
              : `${formatCount(part.nested)} subvolumes inside it stay as they are now`}
          </small>
        )}
      </CheckBox>
    </div>
  )
}

export function Disappears({
  parts,
  label,
  home,
}: {
  readonly parts: readonly RollbackPart[]
  readonly label: string
  readonly home: string | undefined
}) {
  const { count, first } = disappearingOf(parts)
  if (count === 0) return undefined
  return (
    <div className={styles['loss']}>
      <TriangleAlert size={18} aria-hidden />
      <div>
        <p className={dialogs['label']}>{disappearTitle(count, label)}</p>
        <p className={dialogs['names']}>
          {first.map(({ part, path }) => shownPath(part, path, home)).join(', ')}
          {count > first.length && (
            <span className={dialogs['soft']}> and {formatCount(count - first.length)} more</span>
          )}
        </p>
        <p className={dialogs['soft']}>{count === 1 ? 'It stays' : 'They stay'} in the snapshot that is taken first.</p>
      </div>
    </div>
  )
}

interface WhenChoiceProps {
  readonly parts: readonly RollbackPart[]
  readonly label: string
  readonly now: boolean
  readonly why: string | undefined
  readonly when: When
  readonly onRequest: (when: When) => void
}

/** Now if nobody uses it, else at the next start, and who it is that uses it. */
export function WhenChoice({ parts, label, now, why, when, onRequest }: WhenChoiceProps) {
  if (parts.length === 0) return undefined
  const users = [...new Set(parts.flatMap((part) => part.users))]
  return (
    <div className={styles['when']}>
      {now ? (
        <Segmented
          name="When"
          segments={[
            { id: 'now', label: 'Now' },
            { id: 'next-start', label: `When ${label} starts next` },
          ]}
          value={when}
          onChange={(id) => onRequest(id === 'now' ? 'now' : 'next-start')}
        />
      ) : (
        <p>
          <strong>It waits until {label} starts next.</strong> {why}
          {parts.length > 1 && ' All ticked parts go back together.'}
        </p>
      )}
      {users.length > 0 && (
        <p className={dialogs['soft']}>
          In use now: {users.slice(0, 4).join(', ')}
          {users.length > 4 && ` and ${formatCount(users.length - 4)} more`}.
        </p>
      )}
    </div>
  )
}

export function Notes({ plan: { notes } }: { readonly plan: RollbackPlan }) {
  return notes.map((note) => (
    <p key={note} className={dialogs['soft']}>
      {note}
    </p>
  ))
}
