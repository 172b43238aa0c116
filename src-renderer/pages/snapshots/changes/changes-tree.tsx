import { File, Folder } from 'lucide-react'
import { useState } from 'react'
import type { calls } from '../../../../src-main/contract/calls.ts'
import type { Output } from '../../../../src-main/contract/define.ts'
import { formatBytes } from '../../../../src-main/kernel/units.ts'
import { Tree } from '../../../components/tree/tree.tsx'
import { useTree } from '../../../components/tree/use-tree.ts'
import { textOfPath } from '../../../format/path-text.ts'
import { useClient } from '../../../stores/app-context.tsx'
import { isFolder } from '../change-words.ts'
import { KindBadge } from './change-row.tsx'
import type { ChangesProps } from './changes-list.tsx'
import styles from './changes-tree.module.css'
import { texts } from './texts.ts'

export type TreeChild = Output<(typeof calls)['compareTree']>['children'][number]

const rowHeight = 31

/** What differs as folders, with sums of what is below each. */
export function ChangesTree({ laptop, compareId, lookedAt, onLookAt, onLost }: ChangesProps) {
  const client = useClient()
  const model = useTree<TreeChild>(
    {
      read: (path, range) => client.call('compareTree', { laptop, compareId, path, ...range }),
      leadsOn: ({ change }) => change === undefined,
      onProblem: ({ code }) => {
        if (code === 'not-found' || code === 'plan-expired') onLost()
      },
    },
    lookedAt,
  )
  const [chosen, setChosen] = useState(lookedAt)
  return (
    <Tree
      name={texts.changes}
      model={model}
      rowHeight={rowHeight}
      chosen={chosen}
      onChoose={(key, child) => {
        setChosen(key)
        if (child !== undefined) onLookAt(child.change)
      }}
      opensByClick={({ change }) => change === undefined}
    >
      {(child) => <TreeEntry child={child} />}
    </Tree>
  )
}

function TreeEntry({ child }: { readonly child: TreeChild }) {
  const { change, count, bytes, hasChildren, name } = child
  const Icon = hasChildren || (change !== undefined && isFolder(change)) ? Folder : File
  return (
    <>
      <Icon size={15} aria-hidden className={styles['icon']} />
      <span className={styles['name']}>{textOfPath(name)}</span>
      {hasChildren && <span className={styles['count']}>{texts.changeCount(count)}</span>}
      {change !== undefined && <KindBadge change={change} />}
      <span className={styles['size']}>{bytes > 0 ? formatBytes(bytes) : ''}</span>
    </>
  )
}
