import type { ActivityEntry } from '../../../src-main/contract/activity-calls.ts'
import type { BadgeTone } from '../../components/badge.tsx'
import { texts } from './texts.ts'

interface ResultWord {
  readonly word: string
  readonly look: 'green' | 'amber' | 'soft'
  readonly tone: BadgeTone
}

const wordOf = (
  result: ActivityEntry['result'],
  look: ResultWord['look'],
  tone: BadgeTone = look === 'soft' ? 'neutral' : look,
): ResultWord => ({ word: texts.results[result], look, tone })

const resultWords: Readonly<Record<ActivityEntry['result'], ResultWord>> = {
  verified: wordOf('verified', 'green'),
  'not-finished': wordOf('not-finished', 'amber'),
  done: wordOf('done', 'green'),
  'partly-done': wordOf('partly-done', 'amber'),
  ordered: wordOf('ordered', 'soft'),
  failed: wordOf('failed', 'amber'),
  stopped: wordOf('stopped', 'soft'),
  interrupted: wordOf('interrupted', 'amber'),
  running: wordOf('running', 'soft', 'accent'),
}

const undone: ResultWord = { word: texts.undone, look: 'soft', tone: 'neutral' }

export function resultWordOf(entry: ActivityEntry): ResultWord {
  return entry.kind === 'switch' && entry.undoneAt !== undefined ? undone : resultWords[entry.result]
}
