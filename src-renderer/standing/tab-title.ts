import type { OverviewState } from '../../src-main/contract/overview/state.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { windowTitle } from '../pages/wizard/run/running-words.ts'
import type { RunView } from '../stores/run-view.ts'
import { standingBeside, standingOf } from './standing.ts'
import { texts } from './texts.ts'

interface Stands {
  readonly state: SwitchState | undefined
  readonly run: RunView | undefined
  /** Of both laptops, as they remember it. */
  readonly stands: OverviewState | undefined
}

/** "54%, 4 min left · Settings"; nothing in front of the page while nothing is to be told. */
export function titleWith(page: string, known: Stands): string {
  const standing = standingWords(known)
  return standing === undefined ? page : texts.titleOf(standing, page)
}

function standingWords({ state, run, stands }: Stands): string | undefined {
  const standing = standingBeside(standingOf(state, run), stands)
  switch (standing.kind) {
    case 'running': {
      if (state?.kind === 'running') return windowTitle(run, state.verifying)
      const told = stands?.kind === 'running-elsewhere' ? stands.open.progress : undefined
      return windowTitle(told && { leftMs: undefined, ...told }, told?.verifying === true)
    }
    case 'needs-you':
      return texts.needsYou
    case 'failed':
      return texts.failed
    case 'safe':
      return texts.safe
    case 'changed':
      return texts.changed(standing.files)
    case 'idle':
      return undefined
  }
}
