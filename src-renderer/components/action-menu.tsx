import { Menu } from '@base-ui/react/menu'
import type { LucideIcon } from 'lucide-react'
import { useRef, type ReactElement } from 'react'
import { classNames } from './class-names.ts'
import styles from './action-menu.module.css'

export interface MenuAction {
  readonly id: string
  readonly label: string
  readonly icon?: LucideIcon
  readonly red?: boolean
  /** What comes of it. */
  readonly note?: string
  /** Why it cannot be done now. */
  readonly off?: string | undefined
  readonly act: () => void
}

interface ActionMenuProps {
  readonly trigger: ReactElement
  readonly actions: readonly MenuAction[]
  /** Where it opens: above its button and from its start, or below it and from its end. */
  readonly side?: 'top' | 'bottom'
}

/** What is done less often, behind one button. */
export function ActionMenu({ trigger, actions, side = 'bottom' }: ActionMenuProps) {
  // Beside its button, so that it belongs to the same part of the page.
  const home = useRef<HTMLSpanElement>(null)
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger} />
      <span ref={home} className={styles['home']} />
      <Menu.Portal container={home}>
        <Menu.Positioner
          side={side}
          align={side === 'top' ? 'start' : 'end'}
          sideOffset={6}
          positionMethod="fixed"
          className={styles['place']}
        >
          <Menu.Popup className={styles['menu']}>
            {actions.map(({ id, label, icon: Icon, red = false, note, off, act }) => (
              <Menu.Item
                key={id}
                disabled={off !== undefined}
                className={classNames(styles['item'], red && styles['red'])}
                onClick={act}
              >
                {Icon !== undefined && <Icon size={16} aria-hidden />}
                <span>
                  {label}
                  {(off ?? note) !== undefined && <small className={styles['why']}>{off ?? note}</small>}
                </span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
