import type { ActivityEntry } from '../../../src-main/contract/calls.ts'

interface ResultWord {
  readonly word: string
  readonly look: 'green' | 'amber' | 'soft'
}

export const resultWords: Readonly<Record<ActivityEntry['result'], ResultWord>> = {
  verified: { word: 'Verified', look: 'green' },
  'not-finished': { word: 'Not finished', look: 'amber' },
  running: { word: 'Running', look: 'soft' },
}
