import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { stopSentence } from '../../../src-main/contract/stop-words.ts'
import { stoppedBySchema } from '../../../src-main/contract/switch-state.ts'
import { noteCrashes, readCrash, endedBy } from '../../../src-main/journal/crash-note.ts'
import { systemStartMs } from '../../../src-main/tools/proc/system-start.ts'
import { failureWords } from '../../../src-renderer/pages/wizard/done/failure-words.ts'
import { overviewState } from '../../../src-main/contract/overview/state.ts'
import { overviewTitle } from '../../../src-main/contract/overview/title.ts'
import { stoppedLines } from '../../../src-main/shells/cli/switches/texts.ts'
import { overview } from '../../renderer/laptops.ts'
import { interruptedState } from '../../renderer/runs.ts'
import { ownFolder } from '../../own-folder.ts'

const nowMs = Date.parse('2026-11-20T08:00:00.000Z')
const cut = interruptedState('lost')
const paused = interruptedState('paused')
const stops = {
  paused: { state: paused, says: /You paused it/ },
  closed: { state: { ...paused, by: 'closed' }, says: /closed/ },
  crashed: { state: { ...paused, by: 'crash' }, says: /crashed/ },
  killed: { state: { ...paused, by: 'killed' }, says: /killed/ },
  'switched off': { state: { ...paused, by: 'power' }, says: /went off/ },
  'low on battery': { state: { ...paused, by: 'battery' }, says: /low on battery/ },
  cut: { state: cut, says: new RegExp(cut.error?.message ?? 'an error was recorded') },
} as const

describe.each(Object.entries(stops))('a switch that was %s', (name, { state, says }) => {
  const others = Object.entries(stops).flatMap(([other, { says }]) => (other === name ? [] : [says]))
  const texts = {
    'in Activity': stopSentence({ by: state.by, error: state.error, on: 'P17' }),
    'on the overview': overviewTitle(overviewState(overview, state, nowMs), overview, { nowMs }).lead,
    'on the command line': stoppedLines(state).join('\n'),
    'on its own page': JSON.stringify(failureWords(state, nowMs)),
  }
  it.each(Object.entries(texts))('is told from the others %s', (_where, text) => {
    expect(text).toMatch(says)
    for (const other of others) expect(text).not.toMatch(other)
  })
})

it('has a sentence of its own for every way to stop', () => {
  const sentences = stoppedBySchema.options.map((by) => stopSentence({ by, on: 'P17' }))
  expect(new Set(sentences).size).toBe(sentences.length)
})

describe('a journal without an end', () => {
  const earlier = Date.parse('2026-11-20T07:00:00.000Z')
  const events = [{ type: 'verification-started', at: '2026-11-20T08:00:00.000Z' } as const]

  it('was cut by the laptop when that was started after its last event, else by the program', () => {
    expect(endedBy({ events }, { systemStartMs: Date.parse('2026-11-20T08:00:01.000Z') })).toBe('power')
    expect(endedBy({ events }, { systemStartMs: earlier })).toBe('killed')
  })

  it('was cut by an error when one ended the program after its last event, and by none of earlier switches', () => {
    const file = path.join(ownFolder('crash'), 'crashed-at')
    expect(readCrash(file)).toBeUndefined()
    const stop = noteCrashes(file)
    const [note] = process.listeners('uncaughtExceptionMonitor').slice(-1)
    note?.(new Error('the password is hunter2'), 'uncaughtException')
    stop()
    expect(process.listeners('uncaughtExceptionMonitor')).not.toContain(note)
    expect(readFileSync(file, 'utf8')).toMatch(/^\d{4}-[^ ]*Z$/)
    expect(endedBy({ events }, { systemStartMs: earlier, crashedAt: readCrash(file) })).toBe('crash')
    expect(endedBy({ events }, { systemStartMs: earlier, crashedAt: '2026-11-19T08:00:00.000Z' })).toBe('killed')
  })

  it('is compared with the start of the first process, because one in a container starts later', () => {
    const first = `1 (systemd) S ${Array.from({ length: 18 }, () => '0').join(' ')} 12345 1 1`
    const now = 1_763_625_600_000 + 200_500
    expect(systemStartMs('200.50 12.00\n', now, first)).toBe(1_763_625_600_000 + 123_450)
    expect(systemStartMs('200.50 12.00\n', now, undefined)).toBe(1_763_625_600_000)
    expect(() => systemStartMs('up', now, undefined)).toThrow(/proc.uptime/)
  })
})
