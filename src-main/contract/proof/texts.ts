/** What a proof says, wherever it is told: page, command line, report and activity. */
import { countOf, formatCount } from '../../kernel/units.ts'

export const verdictWords = {
  same: 'Same',
  'as-chosen': 'As chosen',
  left: 'Left as it is',
  healthy: 'Healthy',
  'not-compared': 'Not compared',
  differs: 'Differs',
} as const

export const differTitle = (count: number): string =>
  `Not finished: ${countOf(count, 'thing')} ${count === 1 ? 'differs' : 'differ'}`
export const incomplete = (label: string): string => `${label} does not have everything yet.`

/** `except`: how much stays different without anybody having been asked. */
export const copied = (label: string, except: number): string => {
  const but = except === 0 ? '' : `, except ${countOf(except, 'thing')} left as ${except === 1 ? 'it is' : 'they are'}`
  return `Everything you chose to copy is on ${label}${but}.`
}
export const nobodyDecided = 'nobody decided'
/** Above the names. `why`: "changed on XPS 13 during the switch". */
export const leftBecause = ({ why, undecided }: LeftWhy): string =>
  undecided === true ? `Kept, because ${why}` : `Left as it was: ${why}`

interface LeftWhy {
  readonly why: string
  readonly undecided?: true | undefined
}

export const noneDiffers = 'No differences in what was compared.'

/** `whats`: "16 files in /etc". */
export const stillDiffer = (whats: readonly string[], count: number): string =>
  `${inSentence(whats)} still ${count === 1 ? 'differs' : 'differ'}.`
export const kept = (count: number): string =>
  count === 1 ? '1 difference is kept as you chose.' : `${formatCount(count)} differences are kept as you chose.`
export const undecided = (count: number): string =>
  `${countOf(count, 'difference')} ${count === 1 ? 'is' : 'are'} kept, because ${nobodyDecided}.`

/** Beside "safe to close the lid": they sleep when the laptop does. */
export const stillRunning = (guests: readonly string[], label: string): string =>
  `${inSentence(guests)} still ${guests.length === 1 ? 'runs' : 'run'} on ${label}.`

/** In place of "safe to close the lid". */
export const behind = (sentences: readonly string[]): string =>
  `${sentences.join('. ')}. Keep both laptops on until it is done.`

function inSentence(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
