import { Dialog } from '@base-ui/react/dialog'
import { Copy, X } from 'lucide-react'
import { useState, type ReactNode, type ReactElement } from 'react'
import { Scroller } from './scroller.tsx'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './details-dialog.module.css'
import overlay from './overlay.module.css'
import { texts } from './texts.ts'

interface DetailsDialogProps {
  readonly title: string
  /** The button that opens it; the focus comes back to it. */
  readonly trigger: ReactElement
  /** What "Copy details" puts on the clipboard. */
  readonly text: string
  readonly children: ReactNode
}

/** Exit codes, paths, a tool's own words: for whoever wants to know. */
export function DetailsDialog({ title, trigger, text, children }: DetailsDialogProps) {
  return (
    <Dialog.Root>
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className={overlay['veil']} />
        <Dialog.Popup className={classNames(overlay['popup'], styles['popup'])}>
          <div className={styles['top']}>
            <Dialog.Title className={styles['title']}>{title}</Dialog.Title>
            <Dialog.Close className={styles['close']} aria-label={texts.closeDetails}>
              <X size={18} aria-hidden />
            </Dialog.Close>
          </div>
          <Scroller className={styles['body']}>{children}</Scroller>
          <div className={styles['foot']}>
            <CopyButton text={text} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function CopyButton({ text }: { readonly text: string }) {
  const [said, setSaid] = useState('')
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setSaid(texts.copied),
      () => setSaid(texts.copyFailed),
    )
  }
  return (
    <>
      <span role="status" className={styles['said']}>
        {said}
      </span>
      <Button icon={Copy} onClick={copy}>
        {texts.copyDetails}
      </Button>
    </>
  )
}
