import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { windowTitle } from '../pages/wizard/run/running-words.ts'
import type { RunView } from '../stores/run-view.ts'
import type { ToldProgress } from '../../src-main/contract/progress/told.ts'
import { standingBeside, standingOf } from './standing.ts'
import { texts } from './texts.ts'

interface Stands {
  readonly state: SwitchState | undefined
  readonly run: RunView | undefined
  /** By the other laptop, of a switch that it runs. */
  readonly told: ToldProgress | undefined
}

/** "54%, 4 min left · Settings"; nothing in front of the page while nothing is to be told. */
export function titleWith(page: string, { state, run, told }: Stands): string {
  const standing = standingWords({ state, run, told })
  return standing === undefined ? page : texts.titleOf(standing, page)
}

function standingWords({ state, run, told }: Stands): string | undefined {
  const { kind } = standingBeside(standingOf(state, run), told)
  switch (kind) {
    case 'running':
      if (state?.kind === 'running' || told === undefined)
        return windowTitle(run, state?.kind === 'running' && state.verifying)
      return windowTitle({ leftMs: undefined, ...told }, told.verifying)
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
