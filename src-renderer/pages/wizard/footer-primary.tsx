import { useRef, type ComponentProps } from 'react'
import { Button } from '../../components/button.tsx'
import { usePrimaryKey } from '../../components/use-keys.ts'

/** The one way on of a wizard page. Enter presses it. */
export function FooterPrimary(props: Omit<ComponentProps<typeof Button>, 'look' | 'ref'>) {
  const button = useRef<HTMLButtonElement>(null)
  usePrimaryKey(button)
  return <Button {...props} ref={button} look="primary" />
}
