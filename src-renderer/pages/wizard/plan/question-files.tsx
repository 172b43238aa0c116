import { useState } from 'react'
import type { DifferingEntry } from '../../../../src-main/contract/switch-calls.ts'
import type { Question } from '../../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { EmptyState, ErrorState, LoadingState } from '../../../components/list-state.tsx'
import type { TreeNode } from '../../../components/tree/tree-rows.ts'
import { Tree } from '../../../components/tree/tree.tsx'
import { useTree } from '../../../components/tree/use-tree.ts'
import { textOfPath } from '../../../format/path-text.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { countsText, DifferingRow } from './differing-row.tsx'
import { FileVersions } from './file-versions.tsx'
import styles from './question-files.module.css'
import { texts } from './texts.ts'

interface QuestionFilesProps {
  readonly plan: PlanView
  readonly question: Question
  readonly name: string
}

type Differing = DifferingEntry & TreeNode

const rowHeight = 76

/** What a question about /home is about, as a tree, with both versions of the file that is chosen. */
export function QuestionFiles({ plan, question, name }: QuestionFilesProps) {
  const client = useClient()
  const [isWhole, setIsWhole] = useState(true)
  const model = useTree<Differing>({
    read: async (path, range) => {
      const folder = path === '' ? {} : { path }
      const listed = await client.call('switchBrowse', { questionId: question.id, ...folder, ...range })
      if (!listed.isWhole) setIsWhole(false)
      const children = listed.entries.map((entry) => ({ ...entry, hasChildren: entry.type === 'folder' }))
      return { children, total: listed.total }
    },
    leadsOn: () => true,
  })
  const [chosen, setChosen] = useState<{ readonly key: string; readonly entry: Differing | undefined }>()
  const top = model.folders.get('')
  if (top === undefined) return <LoadingState>{texts.readingFiles}</LoadingState>
  if (top.kind === 'failed') return <ErrorState error={top.error} onTryAgain={() => model.openFolder('')} />
  const [first] = top.children
  if (first === undefined)
    return <EmptyState title={texts.noFiles}>{isWhole ? texts.neitherText : texts.listIncomplete}</EmptyState>
  if (top.total === 1 && !first.hasChildren)
    return <FileVersions plan={plan} question={question} name={name} path={first.path} />
  return (
    <div className={styles['files']} data-much>
      <div className={styles['list']}>
        <div className={styles['rows']}>
          <Tree
            name={texts.filesOf(name)}
            model={model}
            rowHeight={rowHeight}
            chosen={chosen?.key}
            onChoose={(key, entry) => setChosen({ key, entry })}
            opensByClick={({ hasChildren }) => hasChildren}
          >
            {(entry) => <DifferingRow entry={entry} plan={plan} />}
          </Tree>
        </div>
        {!isWhole && <p className={styles['more']}>{texts.listIncomplete}</p>}
      </div>
      <div className={styles['chosen']}>
        <Chosen plan={plan} question={question} entry={chosen === undefined ? first : chosen.entry} />
      </div>
    </div>
  )
}

interface ChosenProps {
  readonly plan: PlanView
  readonly question: Question
  readonly entry: Differing | undefined
}

function Chosen({ plan, question, entry }: ChosenProps) {
  if (entry === undefined) return <EmptyState title={texts.chooseFile} />
  const name = textOfPath(entry.name)
  if (entry.hasChildren) return <EmptyState title={name}>{countsText(entry, plan)}</EmptyState>
  return <FileVersions key={entry.path} plan={plan} question={question} name={name} path={entry.path} />
}
