import { Download } from 'lucide-react'
import type { Proof } from '../../../../src-main/contract/switch-state.ts'
import type { FileToKeep } from '../../../client/client.ts'
import { ActionMenu } from '../../../components/action-menu.tsx'
import { Button } from '../../../components/button.tsx'
import { FailureNotice } from '../../../components/notice.tsx'
import { useClient } from '../../../stores/app-context.tsx'
import { useAction } from '../../../stores/use-action.ts'
import { reportName, reportText } from './report.ts'
import styles from './save-report.module.css'
import { texts } from './texts.ts'

/** The proof as a file: to read, or for programs. */
export function SaveReport({
  proof,
  look = 'quiet',
}: {
  readonly proof: Proof
  readonly look?: 'quiet' | 'secondary'
}) {
  const client = useClient()
  const save = useAction((file: FileToKeep) => client.saveFile(file))
  const name = reportName(proof)
  return (
    // A box of its own: what the menu puts beside its button while it is open is then no part of what lays this out.
    <div className={styles['report']}>
      <FailureNotice error={save.error} />
      <ActionMenu
        side="top"
        trigger={
          <Button look={look} icon={Download} disabled={save.busy}>
            {texts.saveReport}
          </Button>
        }
        actions={[
          {
            id: 'text',
            label: texts.saveText,
            act: () => save.start({ name: `${name}.txt`, type: 'text/plain', content: reportText(proof) }),
          },
          {
            id: 'json',
            label: texts.saveJson,
            act: () =>
              save.start({
                name: `${name}.json`,
                type: 'application/json',
                content: `${JSON.stringify(proof, null, 2)}\n`,
              }),
          },
        ]}
      />
    </div>
  )
}
