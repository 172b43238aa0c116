import { CheckCheck } from 'lucide-react'
import { useState } from 'react'
import { conflictsTitle, inHomeText } from '../../../src-main/contract/conflict-words.ts'
import type { Conflict } from '../../../src-main/contract/conflicts-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { AnswerNotices, FirstAnswer } from '../../components/both-answers.tsx'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { Heading } from '../../components/heading.tsx'
import { EmptyState } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { usePage } from '../../components/use-page.ts'
import { joinNames } from '../../format/names-text.ts'
import { folderOf, nameOf, textOfPath } from '../../format/path-text.ts'
import { formatShortPoint } from '../../format/time.ts'
import { useOverview } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import type { PageDeclaration } from '../page.ts'
import { SearchedList } from '../searched-list.tsx'
import rows from './conflicts-page.module.css'
import { laptopsOf, type LaptopNames } from '../../components/laptop-names.ts'
import { ConflictDetail } from './conflict-detail.tsx'
import { DecideSeveral } from './decide-several.tsx'
import { KeptNotice, type KeptConflicts } from './kept-notice.tsx'
import { texts } from './texts.ts'

export const conflictsPage: PageDeclaration = {
  id: 'conflicts',
  room: 'travels',
  under: 'home',
  title: texts.title,
  detail: texts.detail,
  component: ConflictsPage,
}

/** Other for each conflict that is listed, and the same after its file was written to. */
const keyOf = ({ copies, laptops }: Conflict): string => `${copies[0] ?? ''}\n${laptops.join()}`

/** Files of which a Syncthing met two versions: both side by side, and what becomes of them. */
function ConflictsPage() {
  const { value, error, askAgain } = useCall('conflictsList', {})
  const { value: known } = useOverview()
  const [chosen, setChosen] = useState<string>()
  const [kept, setKept] = useState<KeptConflicts>()
  const [isSeveral, setSeveral] = useState(false)
  // Syncthing takes its time to bring what was decided to the other laptop.
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set())
  const show = (result: KeptConflicts, of: readonly Conflict[]) => {
    const left = new Set(result.decided.flatMap(({ file, outcome }) => (outcome.kind === 'left' ? [file] : [])))
    const isDone = ({ id, file }: Conflict) => !result.gone.includes(id) && !left.has(file)
    setKept(result)
    setDecided((before) => new Set([...before, ...of.filter(isDone).flatMap(({ copies }) => copies)]))
    setSeveral(false)
    askAgain()
  }
  usePage(texts.title, askAgain)
  if (value === undefined) return <FirstAnswer texts={texts} error={error} onTryAgain={askAgain} />
  const laptops = laptopsOf(known, value.missing)
  const conflicts = value.conflicts.filter(({ copies }) => !copies.every((copy) => decided.has(copy)))
  return (
    <div className={styles['page']}>
      <Heading
        title={conflictsTitle(conflicts)}
        lead={conflicts.length === 0 ? texts.noneHint : texts.lead}
        actions={conflicts.length > 1 && <Button onClick={() => setSeveral(true)}>{texts.several}</Button>}
      />
      <div className={styles['notices']}>
        <AnswerNotices error={error} missing={value.missing} labelOf={laptops.labelOf} onTryAgain={askAgain} />
        {value.more > 0 && (
          <Notice tone="amber" title={texts.more(value.more)}>
            {texts.moreText}
          </Notice>
        )}
        {kept !== undefined && <KeptNotice kept={kept} labelOf={laptops.labelOf} />}
      </div>
      {conflicts.length === 0 ? (
        <EmptyState icon={CheckCheck} title={texts.none} />
      ) : (
        <SearchedList
          words={{ list: texts.list, none: texts.none }}
          groups={groupsOf(conflicts)}
          keyOf={keyOf}
          nameOf={({ file }) => textOfPath(nameOf(file))}
          item={chosen}
          onSelect={setChosen}
          row={(conflict) => <ConflictRow conflict={conflict} laptops={laptops} />}
        >
          {(selected) => (
            <ConflictDetail
              key={selected.id}
              conflict={selected}
              laptops={laptops}
              onKept={(result) => {
                const at = conflicts.indexOf(selected)
                const isKept = result.decided.some(({ outcome }) => outcome.kind === 'kept')
                const next = (isKept ? (conflicts[at + 1] ?? conflicts[at - 1]) : undefined) ?? selected
                setChosen(keyOf(next))
                show(result, [selected])
              }}
            />
          )}
        </SearchedList>
      )}
      {isSeveral && <DecideSeveral conflicts={conflicts} onClose={() => setSeveral(false)} onKept={show} />}
    </div>
  )
}

function groupsOf(conflicts: readonly Conflict[]) {
  const folders = [...new Set(conflicts.map(({ file }) => folderOf(file)))]
  return folders.map((folder) => ({
    title: folder === '' ? texts.home : inHomeText(folder, textOfPath),
    items: conflicts.filter(({ file }) => folderOf(file) === folder),
  }))
}

function ConflictRow({ conflict, laptops }: { readonly conflict: Conflict; readonly laptops: LaptopNames }) {
  const { file, contents, metAt } = conflict
  const name = textOfPath(nameOf(file))
  return (
    <div className={rows['row']} title={inHomeText(file, textOfPath)}>
      <div className={rows['line']}>
        <span className={styles['mono']}>{name}</span>
        {contents === 'same' && <Badge>{texts.same}</Badge>}
      </div>
      <div className={classNames(rows['line'], styles['soft'])}>
        <span className={styles['cut']}>{joinNames(conflict.laptops.map(laptops.labelOf))}</span>
        <span className={rows['when']}>{formatShortPoint(metAt)}</span>
      </div>
    </div>
  )
}
