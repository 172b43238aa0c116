import type { TreeChange, EntryFacts } from '../../../../src-main/contract/compare-calls.ts'
import { SideFacts } from '../../../components/diff/two-sides.tsx'
import type { LookSide } from '../../../../src-main/contract/look.ts'
import { formatPoint } from '../../../format/time.ts'
import { useNow } from '../../../stores/use-now.ts'
import { nameOfChange } from '../change-words.ts'
import styles from './change-sides.module.css'
import facts from '../../../components/diff/two-sides.module.css'
import { texts } from './texts.ts'

interface Words {
  readonly label: string
  readonly word: string
}

interface FolderFactsProps {
  readonly change: TreeChange
  readonly left: Words
  readonly right: Words
}

/** A folder has no contents of its own to show: its owner, mode and date. */
export function FolderFacts({ change, left, right }: FolderFactsProps) {
  return (
    <div className={styles['facts']} role="region" tabIndex={0} aria-label={nameOfChange(change)}>
      <FolderSide {...left} facts={change.before} />
      <FolderSide {...right} facts={change.after} />
    </div>
  )
}

function FolderSide({ label, word, facts: known }: Words & { readonly facts: EntryFacts | undefined }) {
  const nowMs = useNow(60_000)
  if (known === undefined) {
    const side: LookSide = { kind: 'absent' }
    return <SideFacts label={label} word={word} side={side} what={texts.folder} />
  }
  return (
    <div className={facts['side']}>
      <p className={facts['head']}>
        <strong>{label}</strong> {word}
      </p>
      <dl>
        <div>
          <dt>{texts.folderChanged}</dt>
          <dd>{formatPoint(known.changedAt, nowMs)}</dd>
        </div>
        <div>
          <dt>{texts.ownerAndMode}</dt>
          <dd>
            {known.owner}, {known.mode}
          </dd>
        </div>
      </dl>
    </div>
  )
}
