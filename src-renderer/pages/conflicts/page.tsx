import { CheckCheck } from 'lucide-react'
import { useCallback, useState } from 'react'
import { conflictsTitle, inHomeText } from '../../../src-main/contract/conflict-words.ts'
import type { Conflict } from '../../../src-main/contract/conflicts-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { AnswerNotices, FirstAnswer } from '../../components/both-answers.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { classNames } from '../../components/class-names.ts'
import { Heading } from '../../components/heading.tsx'
import { listRows } from '../../components/list-keys.ts'
import { EmptyState } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { SelectList } from '../../components/select-list.tsx'
import { usePage } from '../../components/use-page.ts'
import { joinNames } from '../../format/names-text.ts'
import { folderOf, nameOf, textOfPath } from '../../format/path-text.ts'
import { formatShortPoint } from '../../format/time.ts'
import { useOverview } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import styles from '../list-detail.module.css'
import type { PageDeclaration } from '../page.ts'
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
  const show = useCallback(
    (result: KeptConflicts, of: readonly Conflict[]) => {
      const left = new Set(result.decided.flatMap(({ file, outcome }) => (outcome.kind === 'left' ? [file] : [])))
      const isDone = ({ id, file }: Conflict) => !result.gone.includes(id) && !left.has(file)
      setKept(result)
      setDecided((before) => new Set([...before, ...of.filter(isDone).flatMap(({ copies }) => copies)]))
      setSeveral(false)
      askAgain()
    },
    [askAgain],
  )
  usePage(texts.title, askAgain)
  if (value === undefined) return <FirstAnswer texts={texts} error={error} onTryAgain={askAgain} />
  const laptops = laptopsOf(known, value.missing)
  const conflicts = value.conflicts.filter(({ copies }) => !copies.every((copy) => decided.has(copy)))
  const at = Math.max(
    0,
    conflicts.findIndex((one) => keyOf(one) === chosen),
  )
  const selected = conflicts[at]
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
      {selected === undefined ? (
        <EmptyState icon={CheckCheck} title={texts.none} />
      ) : (
        <div className={styles['columns']}>
          <Card className={styles['list']} aria-label={texts.list}>
            <div className={styles['rows']}>
              <SelectList
                name={texts.list}
                rows={rowsOf(conflicts)}
                selected={keyOf(selected)}
                onSelect={setChosen}
                rowHeight={52}
              >
                {(conflict) => <ConflictRow conflict={conflict} laptops={laptops} />}
              </SelectList>
            </div>
          </Card>
          <ConflictDetail
            key={selected.id}
            conflict={selected}
            laptops={laptops}
            onKept={(result) => {
              const isKept = result.decided.some(({ outcome }) => outcome.kind === 'kept')
              const next = (isKept ? (conflicts[at + 1] ?? conflicts[at - 1]) : undefined) ?? selected
              setChosen(keyOf(next))
              show(result, [selected])
            }}
          />
        </div>
      )}
      {isSeveral && <DecideSeveral conflicts={conflicts} onClose={() => setSeveral(false)} onKept={show} />}
    </div>
  )
}

function rowsOf(conflicts: readonly Conflict[]) {
  const folders = [...new Set(conflicts.map(({ file }) => folderOf(file)))]
  return listRows(
    folders.map((folder) => ({
      title: folder === '' ? texts.home : inHomeText(folder, textOfPath),
      items: conflicts.filter(({ file }) => folderOf(file) === folder),
    })),
    keyOf,
    ({ file }) => textOfPath(nameOf(file)),
  )
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
