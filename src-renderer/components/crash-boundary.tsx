import { Component, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { EmptyState } from './list-state.tsx'
import { texts } from './texts.ts'

interface CrashState {
  readonly crashed: boolean
}

/** Shown when rendering fails. A running switch belongs to the app and continues, and the text says so. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, CrashState> {
  override state: CrashState = { crashed: false }

  static getDerivedStateFromError(): CrashState {
    return { crashed: true }
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children
    return (
      <main>
        <EmptyState title={texts.crashTitle}>
          <p>{texts.crashText}</p>
          <Button look="primary" onClick={() => window.location.reload()}>
            {texts.reload}
          </Button>
        </EmptyState>
      </main>
    )
  }
}
