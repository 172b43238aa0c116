import type { LucideIcon } from 'lucide-react'
import { useEffect, useState, type ComponentProps } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

interface ButtonProps extends ComponentProps<'button'> {
  /** "danger" is the red button of a dialog that asks; "careful" leads to such a dialog. */
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'link' | 'danger' | 'careful'
  readonly size?: 'normal' | 'large' | 'small' | 'chip'
  readonly icon?: LucideIcon
  /** What it acts on, where the same button stays for one thing after the other. */
  readonly about?: string
}

export function Button(props: ButtonProps) {
  const { look = 'secondary', size = 'normal', icon: Icon, about, children, className, ...rest } = props
  const hasJustCome = useHasJustCome(look === 'danger' || look === 'careful', about)
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        styles['button'],
        styles[look],
        size !== 'normal' && styles[size],
        hasJustCome && styles['justCome'],
        className,
      )}
    >
      {Icon !== undefined && <Icon size={size === 'small' ? 15 : 16} aria-hidden />}
      {children}
    </button>
  )
}

/** A press within this time after a button came was meant for what lay there before. */
const meantForEarlierMs = 400

/** Of a red button: the second press of a double click deletes nothing that the first one has brought there. */
function useHasJustCome(isRed: boolean, about: string | undefined): boolean {
  const [settled, setSettled] = useState<{ readonly about: string | undefined }>()
  useEffect(() => {
    if (!isRed) return
    const timer = window.setTimeout(() => setSettled({ about }), meantForEarlierMs)
    return () => window.clearTimeout(timer)
  }, [isRed, about])
  return isRed && (settled === undefined || settled.about !== about)
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
