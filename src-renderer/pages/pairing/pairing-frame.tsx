import { useEffect, useRef, type ReactNode } from 'react'
import type { WireError } from '../../../src-main/contract/wire-error.ts'
import { LaptopPicture } from '../../components/laptop-picture.tsx'
import { LonePage } from '../../components/lone-page.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import styles from './pairing.module.css'

interface PairingFrameProps {
  readonly title: string
  readonly lead: string
  /** Whether the other laptop is known already. */
  readonly isFound?: boolean
  readonly error?: WireError | undefined
  readonly card: ReactNode
  readonly buttons?: ReactNode
}

/** Every step looks alike: two laptops, one question, one card, the way on at its right. */
export function PairingFrame({ title, lead, isFound = false, error, card, buttons }: PairingFrameProps) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // A field takes the focus by itself; without one the heading is what is read first.
    if (frame.current?.querySelector('input') == null) frame.current?.querySelector('h1')?.focus()
  }, [title])
  return (
    <div ref={frame} className={styles['frame']}>
      <LonePage
        title={title}
        lead={lead}
        pictures={
          <>
            <LaptopPicture width={100} lit />
            <span className={styles['dashes']} />
            <LaptopPicture width={90} lit={isFound} />
          </>
        }
        card={card}
      >
        {error !== undefined && (
          <div className={styles['error']}>
            <FailureNotice error={error} />
          </div>
        )}
        {buttons !== undefined && <div className={styles['buttons']}>{buttons}</div>}
      </LonePage>
    </div>
  )
}
