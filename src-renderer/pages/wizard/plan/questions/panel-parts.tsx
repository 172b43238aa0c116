/** What the panel beside a list of things to decide says of what is selected in it. */
import { PanelBottomOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../../../components/button.tsx'
import { DetailsDialog } from '../../../../components/details-dialog.tsx'
import styles from './question-panel.module.css'
import { texts } from './texts.ts'

const namesAtMost = 12

interface SelectedNamesProps {
  readonly names: readonly { readonly key: string; readonly name: string }[]
}

/** Of several. */
export function SelectedNames({ names }: SelectedNamesProps) {
  const more = names.length - namesAtMost
  return (
    <div className={styles['facts']}>
      <h2>{texts.selected(names.length)}</h2>
      <ul aria-label={texts.selectedNames}>
        {names.slice(0, namesAtMost).map(({ key, name }) => (
          <li key={key} className={styles['selected']}>
            {name}
          </li>
        ))}
      </ul>
      {more > 0 && <p>{texts.andMore(more)}</p>}
    </div>
  )
}

interface ShortHeadProps {
  readonly title: string
  /** What is known of it, one press away; absent of several. */
  readonly children: ReactNode
}

/** Where there is no room for more. */
export function ShortHead({ title, children }: ShortHeadProps) {
  return (
    <div className={styles['head']}>
      <strong>{title}</strong>
      {children !== undefined && (
        <DetailsDialog
          title={texts.details}
          text={title}
          trigger={
            <Button look="link" icon={PanelBottomOpen}>
              {texts.details}
            </Button>
          }
        >
          {children}
        </DetailsDialog>
      )}
    </div>
  )
}
