import { Unplug } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Loss } from '../../client/client.ts'
import { Button } from '../../components/button.tsx'
import { LaptopPicture } from '../../components/laptop-picture.tsx'
import { LoneNote, LonePage } from '../../components/lone-page.tsx'
import { usePrimaryKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { formatPoint } from '../../format/time.ts'
import { useNow } from '../../stores/use-now.ts'
import styles from './not-connected-page.module.css'
import { texts } from './texts.ts'

interface NotConnectedPageProps {
  readonly why: Loss
  /** Since when. */
  readonly atMs: number
}

/** In the place of everything: what was last known of a switch may be over by now. */
export function NotConnectedPage({ why, atMs }: NotConnectedPageProps) {
  const nowMs = useNow(60_000)
  const isAway = why === 'away'
  const when = formatPoint(new Date(atMs).toISOString(), Math.max(atMs, nowMs))
  useTitle(texts.title)
  return (
    <LonePage
      title={texts.title}
      lead={isAway ? texts.away(when) : texts.signedOut}
      pictures={
        <>
          <LaptopPicture width={100} lit={false} />
          <Unplug size={28} className={styles['cut']} />
        </>
      }
      card={
        <>
          <h2>{texts.whatToDo}</h2>
          <p>{isAway ? texts.wait : texts.openAgain}</p>
          <code className={styles['command']}>{texts.command}</code>
          <LoneNote>{texts.notShown}</LoneNote>
        </>
      }
    >
      {!isAway && <Reload />}
    </LonePage>
  )
}

/** Another window of this browser may have signed in meanwhile. */
function Reload() {
  const button = useRef<HTMLButtonElement>(null)
  usePrimaryKey(button)
  useEffect(() => button.current?.focus(), [])
  return (
    <Button ref={button} look="primary" size="large" onClick={() => window.location.reload()}>
      {texts.reload}
    </Button>
  )
}
