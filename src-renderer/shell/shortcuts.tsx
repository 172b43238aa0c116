import { useRef, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Modal } from '../components/modal.tsx'
import { isTyping, useKeys } from '../components/use-keys.ts'
import type { PageDeclaration } from '../pages/page.ts'
import styles from './shortcuts.module.css'
import { useRooms } from './rooms.ts'
import { texts } from './texts.ts'

/** The sheet of shortcuts: "?" shows it on every page. */
export function Shortcuts({ pages }: { readonly pages: readonly PageDeclaration[] }) {
  const [isOpen, setOpen] = useState(false)
  useKeys((event) => {
    if (event.key !== '?' || event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return
    event.preventDefault()
    setOpen(true)
  })
  return isOpen ? <ShortcutsSheet pages={pages} close={() => setOpen(false)} /> : undefined
}

interface ShortcutsSheetProps {
  readonly pages: readonly PageDeclaration[]
  readonly close: () => void
}

function ShortcutsSheet({ pages, close }: ShortcutsSheetProps) {
  const closer = useRef<HTMLButtonElement>(null)
  const rooms = useRooms(pages)
  return (
    <Modal
      wide
      title={texts.shortcuts}
      onClose={close}
      first={closer}
      buttons={
        <Button ref={closer} onClick={close}>
          {texts.closeShortcuts}
        </Button>
      }
    >
      {/* In a small window it scrolls: whoever has no mouse has to reach it. */}
      <div className={styles['groups']} role="group" aria-label={texts.shortcuts} tabIndex={0}>
        {texts.shortcutGroups(rooms.map(({ title }) => title)).map(({ title, keys }) => (
          <section key={title} className={styles['group']}>
            <h3>{title}</h3>
            <dl>
              {keys.map(({ does, with: names }) => (
                <div key={does} className={styles['line']}>
                  <dt>{does}</dt>
                  <dd>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
