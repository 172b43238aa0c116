import { useRef, useState } from 'react'
import { inHomeText } from '../../../src-main/contract/conflict-words.ts'
import { keptVersionSchema, type Conflict, type KeptVersion } from '../../../src-main/contract/conflicts-calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { formatCount } from '../../../src-main/kernel/units.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { Choose } from '../../components/choose.tsx'
import { Modal } from '../../components/modal.tsx'
import { Notice } from '../../components/notice.tsx'
import { TaskLine } from '../../components/task-line.tsx'
import { folderOf, textOfPath } from '../../format/path-text.ts'
import { useAction } from '../../stores/use-action.ts'
import { useFollowedCall } from '../../stores/use-followed-call.ts'
import styles from './conflicts-page.module.css'
import type { KeptConflicts } from './kept-notice.tsx'
import { texts } from './texts.ts'

interface DecideSeveralProps {
  readonly conflicts: readonly Conflict[]
  readonly onClose: () => void
  readonly onKept: (kept: KeptConflicts, of: readonly Conflict[]) => void
}

const ways = keptVersionSchema.options

/** One decision for all conflicts of a folder. */
export function DecideSeveral({ conflicts, onClose, onKept }: DecideSeveralProps) {
  const [folder, setFolder] = useState('')
  const [which, setWhich] = useState<KeptVersion>()
  const keeping = useFollowedCall('conflictsKeep')
  const meant = conflicts.filter(({ file }) => isIn(file, folder))
  const keep = useAction(async (chosen: KeptVersion) =>
    onKept(await keeping.make({ ids: meant.map(({ id }) => id), keep: chosen }), meant),
  )
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <Modal
      title={texts.severalTitle}
      lead={texts.severalLead}
      onClose={onClose}
      first={cancel}
      buttons={
        <>
          <Button ref={cancel} onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button
            look="primary"
            disabled={which === undefined || keep.busy}
            onClick={() => which !== undefined && keep.start(which)}
          >
            {texts.decide(meant.length)}
          </Button>
        </>
      }
    >
      <Choose name={texts.where} options={foldersOf(conflicts)} value={folder} onChange={setFolder} />
      <ChoiceButtons
        name={texts.what}
        choices={ways.map((id) => ({ id, label: texts.keepAll[id] }))}
        value={which}
        onChange={(id) => setWhich(ways.find((one) => one === id))}
      />
      {which !== undefined && <p className={styles['hint']}>{texts.keepAllHints[which]}</p>}
      {keep.busy && <TaskLine text={texts.deciding} callId={keeping.callId} />}
      {keep.error !== undefined && (
        <Notice tone="amber" alert title={keep.error.message}>
          {errorText(keep.error)}
        </Notice>
      )}
    </Modal>
  )
}

/** "" is the home itself. */
function isIn(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`)
}

/** With all that is below each. */
function foldersOf(conflicts: readonly Conflict[]) {
  const folders = [...new Set(conflicts.map(({ file }) => folderOf(file)))].filter((folder) => folder !== '').sort()
  const count = (folder: string): string => formatCount(conflicts.filter(({ file }) => isIn(file, folder)).length)
  return [
    { id: '', label: texts.everywhere(count('')) },
    ...folders.map((id) => ({ id, label: texts.inFolder(inHomeText(id, textOfPath), count(id)) })),
  ]
}
