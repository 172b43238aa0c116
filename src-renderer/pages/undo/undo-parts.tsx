/** The parts of the dialog that undoes a switch. */
import { countOfChanges } from '../../../src-main/contract/compare-calls.ts'
import { TriangleAlert } from 'lucide-react'
import type { NamedPaths, UndoPlan } from '../../../src-main/contract/rollback-calls.ts'
import { LinkButton } from '../../components/button.tsx'
import { shownPath } from '../../format/path-text.ts'
import { countsText } from '../snapshots/change-words.ts'
import dialogs from '../snapshots/dialogs.module.css'
import { restorePointHash } from '../snapshots/snapshots-routes.ts'
import { texts } from './texts.ts'
import styles from './undo-dialog.module.css'

interface PartProps {
  readonly undo: UndoPlan
}

/** What the switch brought and what becomes of it, as its steps are called. */
export function TakenBack({ undo: { takenBack, to } }: PartProps) {
  return (
    <section className={styles['part']}>
      <h3 className={dialogs['label']}>{texts.takenBack(to.label)}</h3>
      <ul className={styles['rows']}>
        {takenBack.map(({ title, lines }) => (
          <li key={title}>
            <strong>{title}</strong>
            <div>
              {(lines.length === 0 ? [texts.asBeforeIt] : lines).map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function Stays({ undo: { stays } }: PartProps) {
  if (stays.length === 0) return undefined
  return (
    <section className={styles['part']}>
      <h3 className={dialogs['label']}>{texts.stays}</h3>
      <ul className={styles['sentences']}>
        {stays.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </section>
  )
}

/** What would be lost without the snapshot that is taken first. */
export function ChangedSince({ undo: { since, to, plan } }: PartProps) {
  if (since === undefined) {
    return (
      <Loss title={texts.unknownSince(to.label)}>
        <LinkButton look="link" href={restorePointHash(plan.id)}>
          {texts.showDifferences}
        </LinkButton>
      </Loss>
    )
  }
  const changed = since.subvolumes.filter(({ counts }) => countOfChanges(counts) > 0)
  const count = changed.reduce((sum, { counts }) => sum + countOfChanges(counts), 0)
  if (count === 0) return <p className={dialogs['soft']}>{texts.nothingSince(to.label)}</p>
  return (
    <Loss title={texts.changedSince(count, to.label)}>
      <ul className={styles['sentences']}>
        {changed.map((one) => (
          <li key={one.title}>
            {texts.bySubvolume(one.title, countsText(one.counts))}
            <Names what={texts.wouldBeGone} path={one.path} named={one.disappears} />
            <Names what={texts.wouldBeAsBefore} path={one.path} named={one.changed} />
          </li>
        ))}
      </ul>
      <LinkButton look="link" href={restorePointHash(since.setId)}>
        {texts.showList}
      </LinkButton>
    </Loss>
  )
}

interface NamesProps {
  readonly what: string
  /** Of the subvolume: the names are below it. */
  readonly path: string
  readonly named: NamedPaths | undefined
}

const noNames: NamedPaths = { first: [], count: 0 }

/** The first ones, as for a rollback. */
function Names({ what, path, named: { first, count } = noNames }: NamesProps) {
  if (first.length === 0) return undefined
  return (
    <div className={styles['lost']}>
      <p className={dialogs['soft']}>{what}</p>
      <p className={dialogs['names']}>
        {first.map((below) => shownPath({ subvolume: '', path }, below)).join(', ')}
        {count > first.length && <span className={dialogs['soft']}> {texts.andMore(count - first.length)}</span>}
      </p>
    </div>
  )
}

function Loss({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <div className={styles['loss']}>
      <TriangleAlert size={18} aria-hidden />
      <div>
        <p className={dialogs['label']}>{title}</p>
        {children}
      </div>
    </div>
  )
}
