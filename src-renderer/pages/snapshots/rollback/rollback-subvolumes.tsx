import { TriangleAlert } from 'lucide-react'
import type { RollbackSubvolume, RollbackPlan } from '../../../../src-main/contract/rollback-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { CheckBox } from '../../../components/check-box.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { shownPath } from '../../../format/path-text.ts'
import dialogs from '../dialogs.module.css'
import styles from './rollback-dialog.module.css'
import { disappearingOf, disappearTitle, effectText, type When } from './rollback-words.ts'

interface SubvolumeTickProps {
  readonly subvolume: RollbackSubvolume
  readonly ticked: boolean
  readonly onTick: (ticked: boolean) => void
}

export function SubvolumeTick({ subvolume, ticked, onTick }: SubvolumeTickProps) {
  if (subvolume.when.kind === 'refused') {
    return (
      <div className={dialogs['item']}>
        <div>
          <strong>{subvolume.title} cannot go back</strong>
          <small className={dialogs['refused']}>
            {subvolume.when.why} {subvolume.when.hint}
          </small>
        </div>
      </div>
    )
  }
  return (
    <div className={dialogs['item']}>
      <CheckBox checked={ticked} onChange={onTick}>
        <strong>{subvolume.title}</strong>
        <small>{effectText(subvolume)}</small>
        {subvolume.nested > 0 && (
          <small>
            {subvolume.nested === 1
              ? '1 subvolume inside it stays as it is now'
              : `${formatCount(subvolume.nested)} subvolumes inside it stay as they are now`}
          </small>
        )}
      </CheckBox>
    </div>
  )
}

export function Disappears({
  subvolumes,
  label,
  home,
}: {
  readonly subvolumes: readonly RollbackSubvolume[]
  readonly label: string
  readonly home: string | undefined
}) {
  const { count, first } = disappearingOf(subvolumes)
  if (count === 0) return undefined
  return (
    <div className={styles['loss']}>
      <TriangleAlert size={18} aria-hidden />
      <div>
        <p className={dialogs['label']}>{disappearTitle(count, label)}</p>
        <p className={dialogs['names']}>
          {first.map(({ subvolume, path }) => shownPath(subvolume, path, home)).join(', ')}
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
  readonly subvolumes: readonly RollbackSubvolume[]
  readonly label: string
  readonly now: boolean
  readonly why: string | undefined
  readonly when: When
  readonly onRequest: (when: When) => void
}

/** Now if nobody uses it, else at the next start, and who it is that uses it. */
export function WhenChoice({ subvolumes, label, now, why, when, onRequest }: WhenChoiceProps) {
  if (subvolumes.length === 0) return undefined
  const users = [...new Set(subvolumes.flatMap((subvolume) => subvolume.users))]
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
          {subvolumes.length > 1 && ' All ticked subvolumes go back together.'}
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
