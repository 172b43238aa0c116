import { useState } from 'react'
import { ChevronLeft, FolderOpen } from 'lucide-react'
import { textOfPath } from '../../../format/path-text.ts'
import type { DifferingEntry } from '../../../../src-main/contract/plan-calls.ts'
import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Button } from '../../../components/button.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import { PagedList } from '../../../components/paged-list.tsx'
import { useClient } from '../../../stores/app-context.tsx'
import { itemAt, usePages } from '../../../stores/use-pages.ts'
import { countsText, DifferingRow } from './differing-row.tsx'
import { FileVersions } from './file-versions.tsx'
import styles from './question-files.module.css'
import { texts } from './texts.ts'

interface QuestionFilesProps {
  readonly plan: PlanView
  readonly question: Question
  readonly name: string
}

/** What a question about /home is about: folder by folder, with both versions of the file that is chosen. */
export function QuestionFiles({ plan, question, name }: QuestionFilesProps) {
  const client = useClient()
  /** Folders that were entered, in bytes. */
  const [way, setWay] = useState<readonly string[]>([])
  const [selected, setSelected] = useState(-1)
  const folder = way.at(-1)
  const key = JSON.stringify([plan.planId, question.id, folder])
  const [isWhole, setIsWhole] = useState(true)
  const { pages, error, stale, show, again } = usePages<DifferingEntry>(key, async (offset, limit) => {
    const way = folder === undefined ? {} : { path: folder }
    const listed = await client.call('switchBrowse', { questionId: question.id, ...way, offset, limit })
    setIsWhole(listed.isWhole)
    return listed
  })
  const chosen = itemAt(pages, selected)
  const enter = (next: readonly string[]) => {
    setWay(next)
    setSelected(-1)
  }
  const open = (index: number) => {
    const entry = itemAt(pages, index)
    if (entry?.type === 'folder') enter([...way, entry.path])
    else setSelected(index)
  }
  if (error !== undefined) return <ErrorState error={error} onTryAgain={again} />
  if (pages === undefined || stale) return <LoadingState>{texts.readingFiles}</LoadingState>
  if (pages.total === 0)
    return <EmptyState title={texts.noFiles}>{isWhole ? texts.neitherText : texts.listIncomplete}</EmptyState>
  const only = pages.total === 1 && folder === undefined ? itemAt(pages, 0) : undefined
  if (only !== undefined && only.type !== 'folder') {
    return <FileVersions plan={plan} question={question} name={name} path={only.path} />
  }
  const around = way.at(-2)
  return (
    <div className={styles['files']} data-much>
      <div className={styles['list']}>
        {folder !== undefined && (
          <div className={styles['way']}>
            <Button look="link" icon={ChevronLeft} onClick={() => enter(way.slice(0, -1))}>
              {texts.upTo(around === undefined ? name : nameOf(around))}
            </Button>
            <code>{nameOf(folder)}</code>
          </div>
        )}
        <div className={styles['rows']}>
          <PagedList
            name={texts.filesOf(folder === undefined ? name : nameOf(folder))}
            count={pages.total}
            selected={selected}
            onSelect={setSelected}
            onOpen={open}
            rowHeight={76}
            onShown={show}
          >
            {(index) => <DifferingRow entry={itemAt(pages, index)} plan={plan} />}
          </PagedList>
        </div>
        {!isWhole && <p className={styles['more']}>{texts.listIncomplete}</p>}
      </div>
      <div className={styles['chosen']}>
        <Chosen plan={plan} question={question} entry={chosen} onEnter={(path) => enter([...way, path])} />
      </div>
    </div>
  )
}

interface ChosenProps {
  readonly plan: PlanView
  readonly question: Question
  readonly entry: DifferingEntry | undefined
  readonly onEnter: (path: string) => void
}

function Chosen({ plan, question, entry, onEnter }: ChosenProps) {
  if (entry === undefined) return <EmptyState title={texts.chooseFile} />
  const name = textOfPath(entry.name)
  if (entry.type !== 'folder') {
    return <FileVersions key={entry.path} plan={plan} question={question} name={name} path={entry.path} />
  }
  return (
    <EmptyState title={name}>
      {countsText(entry, plan)}
      <span className={styles['enter']}>
        <Button icon={FolderOpen} onClick={() => onEnter(entry.path)}>
          {texts.openFolder(name)}
        </Button>
      </span>
    </EmptyState>
  )
}

function nameOf(path: string): string {
  return textOfPath(path.slice(path.lastIndexOf('/') + 1))
}
