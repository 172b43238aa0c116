import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { windowTitle } from '../pages/wizard/run/running-words.ts'
import type { RunView } from '../stores/run-view.ts'
import { standingOf } from './standing.ts'
import { texts } from './texts.ts'

/** "54%, 4 min left · Settings"; nothing in front of the page while nothing is to be told. */
export function titleWith(page: string, state: SwitchState | undefined, run: RunView | undefined): string {
  const standing = standingWords(state, run)
  return standing === undefined ? page : texts.titleOf(standing, page)
}

function standingWords(state: SwitchState | undefined, run: RunView | undefined): string | undefined {
  const { kind } = standingOf(state, run)
  switch (kind) {
    case 'running':
      return windowTitle(run, state?.kind === 'running' && state.verifying)
    case 'needs-you':
      return texts.needsYou
    case 'failed':
      return texts.failed
    case 'done':
      return texts.done
    case 'idle':
      return undefined
  }
}
