import type { ActivityEntry } from '../../../src-main/contract/calls.ts'
import { texts } from './texts.ts'

interface ResultWord {
  readonly word: string
  readonly look: 'green' | 'amber' | 'soft'
}

export const resultWords: Readonly<Record<ActivityEntry['result'], ResultWord>> = {
  verified: { word: texts.results.verified, look: 'green' },
  'not-finished': { word: texts.results['not-finished'], look: 'amber' },
  running: { word: texts.results.running, look: 'soft' },
}
