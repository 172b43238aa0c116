import type { ReactNode } from 'react'
import type { WireError } from '../../../src-main/contract/wire-error.ts'
import { ErrorState, LoadingState } from '../../components/list-state.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import type { AskedCall } from '../../stores/use-call.ts'
import { SettingsSection } from './settings-section.tsx'
import { texts } from './texts.ts'

interface AskedSectionProps<T> {
  readonly title: string
  readonly side?: ReactNode
  readonly isAskedFor: boolean
  readonly asked: AskedCall<T>
  readonly reading?: string
  /** Why the last change was not made. */
  readonly refused?: WireError | undefined
  readonly children: (value: T) => ReactNode
}

/** A part of the settings that the app is asked for: while it answers, when it cannot, and what it says. */
export function AskedSection<T>(props: AskedSectionProps<T>) {
  const { title, side, isAskedFor, asked, reading = texts.reading, refused, children } = props
  const { value, error, askAgain } = asked
  return (
    <SettingsSection title={title} side={side} isAskedFor={isAskedFor} isThere={value !== undefined}>
      <FailureNotice error={refused} />
      {value !== undefined ? (
        children(value)
      ) : error !== undefined ? (
        <ErrorState error={error} onTryAgain={askAgain} />
      ) : (
        <LoadingState>{reading}</LoadingState>
      )}
    </SettingsSection>
  )
}
