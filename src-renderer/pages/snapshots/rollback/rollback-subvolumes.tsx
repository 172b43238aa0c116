import { TriangleAlert } from 'lucide-react'
import type { RollbackSubvolume, RollbackPlan } from '../../../../src-main/contract/rollback-calls.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { CheckBox } from '../../../components/check-box.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { shownPath } from '../../../format/path-text.ts'
import dialogs from '../dialogs.module.css'
import styles from './rollback-dialog.module.css'
import { differsFromNow, disappearingOf, disappearTitle, effectText, type When } from './rollback-words.ts'
import { texts } from './texts.ts'

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
          <strong>{texts.refused(subvolume.title)}</strong>
          <small className={dialogs['refused']}>
            {subvolume.when.why} {subvolume.when.hint}
          </small>
        </div>
      </div>
    )
  }
  if (!differsFromNow(subvolume)) {
    return (
      <div className={dialogs['item']}>
        <div>
          <strong>{subvolume.title}</strong>
          <small>{effectText(subvolume)}</small>
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
          <small>{subvolume.nested === 1 ? texts.oneNested : texts.nested(formatCount(subvolume.nested))}</small>
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
            <span className={dialogs['soft']}> {texts.andMore(formatCount(count - first.length))}</span>
          )}
        </p>
        <p className={dialogs['soft']}>{count === 1 ? texts.oneKept : texts.allKept}</p>
      </div>
    </div>
  )
}

interface WhenChoiceProps {
  readonly subvolumes: readonly RollbackSubvolume[]
  readonly now: boolean
  readonly why: string | undefined
  readonly when: When
  readonly onRequest: (when: When) => void
}

/** Now if nobody uses it, otherwise at the next restart; and who uses it. */
export function WhenChoice({ subvolumes, now, why, when, onRequest }: WhenChoiceProps) {
  if (subvolumes.length === 0) return undefined
  const users = [...new Set(subvolumes.flatMap((subvolume) => subvolume.users))]
  return (
    <div className={styles['when']}>
      {now ? (
        <Segmented
          name={texts.when}
          segments={[
            { id: 'now', label: texts.now },
            { id: 'next-start', label: texts.nextRestart },
          ]}
          value={when}
          onChange={(id) => onRequest(id === 'now' ? 'now' : 'next-start')}
        />
      ) : (
        <p>
          <strong>{texts.takesEffect}</strong> {why}
          {subvolumes.length > 1 && ` ${texts.together}`}
        </p>
      )}
      {users.length > 0 && (
        <p className={dialogs['soft']}>{texts.userCount(users.slice(0, 4).join(', '), users.length - 4)}</p>
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
