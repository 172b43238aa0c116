import { describe, expect, it } from 'vitest'
import { applyEvent } from '../../../src-main/contract/apply-event.ts'
import { observeProgress, type RunProgress } from '../../../src-main/contract/progress/observe.ts'
import { leftText, windowTitle } from '../../../src-main/contract/progress/words.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { fitTo, widthOf } from '../../../src-main/shells/cli/fit-lines.ts'
import { createLiveLines, type Screen } from '../../../src-main/shells/cli/live-lines.ts'
import { createProgressShown } from '../../../src-main/shells/cli/show-progress.ts'
import { homeTime } from '../../../src-main/domains/home-sync/on-pair/run/home-time.ts'
import { planOf } from '../../renderer/plans.ts'
import { homeStretches, streamOf } from '../../switch-stream.ts'

const amount = { items: 2_000, bytes: 1.2e9 }
const events = streamOf({
  estimates: {
    [stepIds.home]: { ...amount, ms: 25_000, proofMs: 12_000 },
    [stepIds.packages]: { bytes: 0, items: 20, ms: 16_000 },
  },
  run: {
    [stepIds.home]: homeStretches(homeTime(amount), { ...amount, files: 2_000, mbPerSecond: 30, slower: 1 }),
    [stepIds.packages]: [{ ms: 12_000, unit: 'steps', total: 40 }],
  },
  proof: { [stepIds.home]: [{ ms: 14_000, unit: 'files', total: 2_000 }] },
})

const escape = '\u001b['
const pieces = new RegExp(`(\u001b\\[[?\\d]*[A-Za-z]|\\n|\\r)`)

/** A terminal as far as the program uses one: what stands on it, line by line. */
function screenOf(columns: number, rows: number) {
  let lines = ['']
  const on: Screen = {
    size: () => ({ columns, rows }),
    write(text) {
      for (const part of text.split(pieces)) {
        const up = part.startsWith(escape) ? /^(\d+)A$/.exec(part.slice(escape.length))?.[1] : undefined
        const last = lines.length - 1
        if (part === '\n') lines = [...lines, '']
        else if (up !== undefined) lines = lines.slice(0, last + 1 - Number(up))
        else if (part === `${escape}J`) lines = [...lines.slice(0, last), '']
        else if (!part.startsWith(escape) && part !== '\r')
          lines = [...lines.slice(0, last), `${lines[last] ?? ''}${part}`]
      }
    },
  }
  return { on, lines: () => lines }
}

interface Shown {
  readonly atMs: number
  readonly run: RunProgress
  readonly verifying: boolean
  readonly lines: readonly string[]
}

function follow(screen: Screen | undefined, read: () => readonly string[], say: (line: string) => void) {
  let nowMs = 0
  let state: SwitchState = { kind: 'idle' }
  let run: RunProgress | undefined
  const shown = createProgressShown({ screen, say, clock: { nowMs: () => nowMs } })
  const seen: Shown[] = []
  for (const event of events) {
    nowMs = Date.parse(event.at)
    state = applyEvent(state, event)
    run = observeProgress(run, state, nowMs)
    shown.show(state)
    if (run !== undefined && state.kind === 'running') {
      seen.push({ atMs: nowMs, run, verifying: state.verifying, lines: [...read()] })
    }
  }
  shown.end()
  return seen
}

describe('on a terminal', () => {
  const screen = screenOf(60, 24)
  const seen = follow(screen.on, screen.lines, () => undefined)

  it('says the same as the page and the tab', () => {
    let fresh = 0
    for (const [index, { lines, run, verifying }] of seen.entries()) {
      // Drawn four times a second at most: what stands there is of the moment when it changed.
      if (lines.join() === seen[index - 1]?.lines.join()) continue
      fresh += 1
      const [whole = ''] = lines
      const percent = /^\d+%/.exec(windowTitle(run, verifying))?.[0]
      expect(whole.trim().replace(/^Whole switch +/, '')).toMatch(`${percent}  ${leftText(run, verifying)}`)
    }
    expect(fresh).toBeGreaterThan(20)
  })

  it('has a line for each lane that runs, and the comparison at the end', () => {
    const middle = seen.find(({ lines }) => lines.filter((line) => /Packages|Home files/.test(line)).length === 2)
    expect(middle?.lines.map((line) => line.trim().split('  ')[0])).toEqual([
      'Whole switch',
      'Packages',
      'Home files',
      '',
    ])
    expect(seen.at(-1)?.lines[1]).toMatch(/^ {2}Comparison +\d+%/)
  })

  it('keeps to the width of the terminal, and leaves nothing behind', () => {
    for (const { lines } of seen) for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(60)
    expect(screen.lines()).toEqual([''])
  })
})

it('says what a plan waits for, on one line', () => {
  const screen = screenOf(60, 24)
  let nowMs = 0
  const shown = createProgressShown({ screen: screen.on, say: () => undefined, clock: { nowMs: () => nowMs } })
  const [first] = events
  if (first === undefined) throw new Error('there are events')
  const { at } = first
  const { from, to, steps } = planOf()
  let state = applyEvent({ kind: 'idle' }, { type: 'plan-started', at, planId: 'p', from, to, steps: [...steps] })
  for (const sentence of ['Syncthing reads Documents', 'Syncthing brings Documents: 1 of 2 files']) {
    nowMs += 1_000
    state = applyEvent(state, { type: 'probe-told', at, stepId: stepIds.home, sentence })
    shown.show(state)
  }
  expect(screen.lines()).toEqual(['  Syncthing brings Documents: 1 of 2 files', ''])
  nowMs += 1_000
  shown.show(applyEvent(state, { type: 'step-probed', at, stepId: stepIds.home }))
  expect(screen.lines()).toEqual([`  Inspecting both laptops: 1 of ${steps.length}`, ''])
})

it('goes on living while a start looks once more: how far it is, and for how long', () => {
  const screen = screenOf(60, 24)
  let nowMs = 0
  const shown = createProgressShown({ screen: screen.on, say: () => undefined, clock: { nowMs: () => nowMs } })
  const plan = planOf()
  const steps = plan.steps.length
  shown.show({ kind: 'planned', plan, starting: { doing: 'looking', probed: 1 } })
  expect(screen.lines()).toEqual([`  Looking once more at what changed: 1 of ${steps}`, ''])
  nowMs += 3_000
  shown.tick()
  expect(screen.lines()).toEqual([`  Looking once more at what changed: 1 of ${steps}  3 s`, ''])
  nowMs += 1_000
  shown.show({ kind: 'planned', plan, starting: { doing: 'preparing', probed: steps } })
  expect(screen.lines()).toEqual(['  Getting ready to copy', ''])
  shown.show({ kind: 'planned', plan })
  expect(screen.lines()).toEqual([''])
})

describe('in a log', () => {
  it('has one line for each twentieth of the switch', () => {
    const said: string[] = []
    follow(
      undefined,
      () => said,
      (line) => void said.push(line),
    )
    const percents = said.flatMap((line) => /^(?<percent>\d+)% done/.exec(line)?.groups?.['percent'] ?? [])
    const parts = percents.map((percent) => Math.floor(Number(percent) / 5))
    expect(parts.length).toBeGreaterThan(10)
    expect(new Set(parts).size).toBeGreaterThanOrEqual(parts.length - 1)
    expect(said.find((line) => line.includes('left'))).toMatch(
      /^\d+% done\. .* left\..*Home files: [\d.]+ of 1\.2 GB\.$/,
    )
    expect(said.join('')).not.toContain('\u001b')
  })
})

describe('lines that are drawn in their place', () => {
  it('stand below what stays', () => {
    const screen = screenOf(40, 24)
    const live = createLiveLines(screen.on)
    live.draw(['one', 'two'])
    live.say('Packages: done')
    live.draw(['three'])
    expect(screen.lines()).toEqual(['Packages: done', 'three', ''])
    live.clear()
    expect(screen.lines()).toEqual(['Packages: done', ''])
  })

  it('are never more than the terminal has', () => {
    const screen = screenOf(40, 3)
    createLiveLines(screen.on).draw(['one', 'two', 'three', 'four'])
    expect(screen.lines()).toEqual(['one', 'two', ''])
  })
})

describe('the room that text takes', () => {
  it('counts wide characters twice, and marks not at all', () => {
    expect(widthOf('写真 a')).toBe(6)
    expect(widthOf('e\u0301')).toBe(1)
  })

  it('cuts at whole characters', () => {
    expect(fitTo(5, '写真写真')).toBe('写真…')
    expect(fitTo(4, '写真写真')).toBe('写…')
    expect(fitTo(5, 'short')).toBe('short')
    expect(fitTo(0, 'short')).toBe('')
  })
})
