import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog } from '@base-ui/react/dialog'
import { useRef, type ReactNode, type RefObject } from 'react'
import { Scroller } from './scroller.tsx'
import { classNames } from './class-names.ts'
import styles from './modal.module.css'
import overlay from './overlay.module.css'

interface ModalProps {
  readonly title: string
  readonly lead?: ReactNode
  /** A red one asks before something is lost: a click beside it does not close it. */
  readonly red?: boolean
  readonly wide?: boolean
  readonly onClose: () => void
  /** Where the focus starts; without it on the first control. */
  readonly first?: RefObject<HTMLElement | null>
  /** Stays in sight below what scrolls. */
  readonly buttons: ReactNode
  readonly children?: ReactNode
}

/** A question or a small form above the page. Whoever draws it decides whether it is there; focus goes back by itself. */
export function Modal({ title, lead, red = false, wide = false, onClose, first, buttons, children }: ModalProps) {
  const Kind = red ? AlertDialog : Dialog
  const popup = useRef<HTMLDivElement>(null)
  const openChanged = (open: boolean) => {
    if (!open) onClose()
  }
  return (
    <Kind.Root open onOpenChange={openChanged}>
      <Kind.Portal>
        <Kind.Backdrop className={overlay['veil']} />
        <Kind.Popup
          ref={popup}
          className={classNames(overlay['popup'], styles['popup'], wide && styles['wide'], red && styles['red'])}
          initialFocus={first ?? true}
        >
          <div className={styles['top']}>
            <Kind.Title className={styles['title']}>{title}</Kind.Title>
            {lead !== undefined && (
              <Kind.Description className={styles['lead']} render={<div />}>
                {lead}
              </Kind.Description>
            )}
          </div>
          {children !== undefined && <Scroller className={styles['body']}>{children}</Scroller>}
          <div className={styles['buttons']}>{buttons}</div>
        </Kind.Popup>
      </Kind.Portal>
    </Kind.Root>
  )
}
