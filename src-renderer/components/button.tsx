import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

interface ButtonProps extends ComponentProps<'button'> {
  /** "danger" is the red button of a dialog that asks; "careful" leads to such a dialog. */
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'link' | 'danger' | 'careful'
  readonly size?: 'normal' | 'large' | 'small' | 'chip'
  readonly icon?: LucideIcon
}

export function Button({ look = 'secondary', size = 'normal', icon: Icon, children, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles['button'], styles[look], size !== 'normal' && styles[size], className)}
    >
      {Icon !== undefined && <Icon size={size === 'small' ? 15 : 16} aria-hidden />}
      {children}
    </button>
  )
}

interface LinkButtonProps extends ComponentProps<'a'> {
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'link'
  readonly size?: 'normal' | 'large' | 'small'
}

/** Goes somewhere, so it is a link; looks like a button where it is the page's main way on. */
export function LinkButton({ look = 'secondary', size = 'normal', className, ...rest }: LinkButtonProps) {
  return (
    <a {...rest} className={classNames(styles['button'], styles[look], size !== 'normal' && styles[size], className)} />
  )
}

export function Keycap({ children }: { readonly children: string }) {
  return (
    <kbd className={styles['keycap']} aria-hidden>
      {children}
    </kbd>
  )
}
