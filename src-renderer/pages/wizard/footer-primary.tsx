import { useRef, type ComponentProps } from 'react'
import { Button } from '../../components/button.tsx'
import { usePrimaryKey } from '../../components/use-keys.ts'

interface FooterPrimaryProps extends Omit<ComponentProps<typeof Button>, 'look' | 'ref'> {
  /** What must not happen to somebody who only presses on has to have the focus first. */
  readonly byEnter?: boolean
}

/** The one way on of a wizard page. Enter presses it. */
export function FooterPrimary({ byEnter = true, ...props }: FooterPrimaryProps) {
  const button = useRef<HTMLButtonElement>(null)
  const enters = useRef<HTMLButtonElement>(null)
  usePrimaryKey(byEnter ? button : enters)
  return <Button {...props} ref={button} look="primary" />
}
