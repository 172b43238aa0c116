import { Component, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { EmptyState } from './list-state.tsx'

interface CrashState {
  readonly crashed: boolean
}

/** When the face itself fails: a running switch is the app's and goes on, and the person is told so. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, CrashState> {
  override state: CrashState = { crashed: false }

  static getDerivedStateFromError(): CrashState {
    return { crashed: true }
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children
    return (
      <main>
        <EmptyState title="This window failed and cannot go on">
          <p>A running switch goes on without it. Load the window again to see how it stands.</p>
          <Button look="primary" onClick={() => window.location.reload()}>
            Load the window again
          </Button>
        </EmptyState>
      </main>
    )
  }
}
