import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import type { Proof } from '../../../../src-main/contract/switch-state.ts'
import { Button } from '../../../components/button.tsx'
import { reportName, reportText } from './report.ts'
import { saveFile } from './save-file.ts'
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
  const name = reportName(proof)
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <Button look={look} icon={Download}>
            {texts.saveReport}
          </Button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner side="top" align="start" sideOffset={6}>
          <Menu.Popup className={styles['menu']}>
            <Menu.Item
              className={styles['item']}
              onClick={() => saveFile(`${name}.txt`, 'text/plain', reportText(proof))}
            >
              {texts.saveText}
            </Menu.Item>
            <Menu.Item
              className={styles['item']}
              onClick={() => saveFile(`${name}.json`, 'application/json', `${JSON.stringify(proof, null, 2)}\n`)}
            >
              {texts.saveJson}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
