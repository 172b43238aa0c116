import { Check, Pause, TriangleAlert } from 'lucide-react'
import { Fragment } from 'react'
import { classNames } from '../../components/class-names.ts'
import { Scroller } from '../../components/scroller.tsx'
import { wizardHash } from '../../router/route.ts'
import styles from './step-list.module.css'
import type { EntryGroup, EntryMark, WizardEntry } from './wizard-entries.ts'
import { texts } from './texts.ts'

interface StepListProps {
  readonly groups: readonly EntryGroup[]
  readonly planning: boolean
}

export function StepList({ groups, planning }: StepListProps) {
  // While it runs the answers stand before the first step.
  const first = groups.length > 1 ? 0 : 1
  const numbered = groups.flatMap(({ entries }) => entries).map((entry, index) => ({ ...entry, number: first + index }))
  const current =
    numbered.find((entry) => entry.current) ??
    numbered.find(({ mark }) => mark === 'running') ??
    numbered.findLast(({ mark }) => mark === 'done')
  return (
    <nav aria-label={texts.steps} className={styles['nav']}>
      {current !== undefined && (
        <p className={styles['folded']}>
          {texts.stepOf(current.number, numbered.length - 1 + first)} <strong>{current.title}</strong>
        </p>
      )}
      <Scroller className={styles['full']}>
        {groups.map(({ title, entries }) => (
          <Fragment key={title}>
            {title !== '' && <p className={styles['group']}>{title}</p>}
            <ol {...(title === '' ? {} : { 'aria-label': title })}>
              {numbered
                .filter(({ key }) => entries.some((entry) => entry.key === key))
                .map((entry) => (
                  <li key={entry.key}>
                    <Entry entry={entry} number={entry.number} />
                    {planning && entry.number === 1 && <p className={styles['later']}>{texts.knownLater}</p>}
                  </li>
                ))}
            </ol>
          </Fragment>
        ))}
      </Scroller>
    </nav>
  )
}

function Entry({ entry, number }: { readonly entry: WizardEntry; readonly number: number }) {
  const { title, note, mark, current, page } = entry
  const inside = (
    <>
      <MarkPicture mark={mark} number={number} current={current} />
      <span className={styles['title']}>{title}</span>
      <span className={styles['note']}>{note}</span>
    </>
  )
  const look = classNames(styles['entry'], styles[`is-${mark}`], current && styles['current'])
  if (page === undefined || current) {
    return (
      <div className={look} {...(current ? { 'aria-current': 'step' } : {})}>
        {inside}
      </div>
    )
  }
  return (
    <a href={wizardHash(page)} className={look}>
      {inside}
    </a>
  )
}

const words: Readonly<Record<EntryMark, string>> = {
  todo: '',
  running: `${texts.running} `,
  done: `${texts.done} `,
  paused: `${texts.paused} `,
  failed: `${texts.failed} `,
}

function MarkPicture({
  mark,
  number,
  current,
}: {
  readonly mark: EntryMark
  readonly number: number
  readonly current: boolean
}) {
  return (
    <span className={styles['mark']}>
      <span className="visually-hidden">{words[mark]}</span>
      {!current && mark === 'done' && <Check size={14} strokeWidth={2.75} aria-hidden />}
      {!current && mark === 'paused' && <Pause size={12} strokeWidth={2.5} aria-hidden />}
      {!current && mark === 'failed' && <TriangleAlert size={13} strokeWidth={2.25} aria-hidden />}
      {(current || mark === 'todo' || mark === 'running') && number}
    </span>
  )
}
