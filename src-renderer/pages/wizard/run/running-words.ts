/** What the running page says in words, beside those of the contract that every place says. Pure. */
import type { StepStatus } from '../../../../src-main/contract/switch-state.ts'
import { formatTook } from '../../../../src-main/kernel/units.ts'
import { inSentence } from '../wizard-pages.ts'
import { texts } from './texts.ts'

export {
  amountText,
  copiedText,
  laneLeftText,
  leftText,
  spokenText,
  windowTitle,
} from '../../../../src-main/contract/progress/words.ts'

/** "3 s"; nothing for a moment. */
export function tookText(ms: number): string {
  return ms < 500 ? '' : formatTook(ms)
}

export function joinTitles(titles: readonly string[]): string {
  const words = titles.map((title, index) => (index === 0 ? title : inSentence(title)))
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : texts.andList(words.slice(0, -1).join(', '), last)
}

/** After so long without news a lane says so. */
const silentMs = 30_000

/** Says no more than is known: a tool that is busy for long also reports nothing. */
export function silenceText(status: StepStatus | undefined, nowMs: number): string | undefined {
  if (status?.kind !== 'running') return undefined
  const silent = nowMs - Date.parse(status.answeredAt)
  return silent < silentMs ? undefined : texts.noProgress(Math.floor(silent / 1_000))
}
