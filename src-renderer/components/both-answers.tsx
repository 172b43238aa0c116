import type { ReactNode } from 'react'
import { errorText, type WireError } from '../../src-main/contract/wire-error.ts'
import styles from './both-answers.module.css'
import { Button } from './button.tsx'
import { Heading } from './heading.tsx'
import { ErrorState, LoadingState, NotRefreshed } from './list-state.tsx'
import { Notice } from './notice.tsx'
import { texts } from './texts.ts'

interface FirstAnswerProps {
  readonly texts: { readonly title: string; readonly lead: string; readonly reading: string }
  readonly error: WireError | undefined
  readonly onTryAgain: () => void
  /** Below the heading. */
  readonly children?: ReactNode
}

/** A page as long as nothing has answered: that it is being asked, or why there is no answer. */
export function FirstAnswer({ texts: { title, lead, reading }, error, onTryAgain, children }: FirstAnswerProps) {
  return (
    <>
      <Heading title={title} lead={lead} />
      {children}
      {error === undefined ? (
        <LoadingState>{reading}</LoadingState>
      ) : (
        <ErrorState error={error} onTryAgain={onTryAgain} />
      )}
    </>
  )
}

interface AnswerNoticesProps {
  /** Why the last asking failed: what is shown is from before. */
  readonly error: WireError | undefined
  readonly missing: readonly { readonly laptop: string; readonly error: WireError }[]
  readonly labelOf: (laptop: string) => string
  readonly onTryAgain: () => void
}

/** Which laptop did not answer, and that what is shown may be old. */
export function AnswerNotices({ error, missing, labelOf, onTryAgain }: AnswerNoticesProps) {
  return (
    <div className={styles['notices']}>
      {error !== undefined && <NotRefreshed error={error} onTryAgain={onTryAgain} />}
      {missing.map(({ laptop, error: why }) => (
        <Notice
          key={laptop}
          tone="amber"
          title={texts.notShown(labelOf(laptop))}
          actions={
            <Button look="link" onClick={onTryAgain}>
              {texts.tryAgain}
            </Button>
          }
        >
          {errorText(why)}
        </Notice>
      ))}
    </div>
  )
}
