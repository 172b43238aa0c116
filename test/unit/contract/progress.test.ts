import { describe, expect, it } from 'vitest'
import { applyEvent } from '../../../src-main/contract/apply-event.ts'
import type { StepProgress } from '../../../src-main/contract/define.ts'
import type { SwitchEvent } from '../../../src-main/contract/events.ts'
import { bytesPerSecond, observeProgress, type RunProgress } from '../../../src-main/contract/progress/observe.ts'
import { planMs, type RunningState } from '../../../src-main/contract/progress/time-left.ts'
import { leftText, spokenText, windowTitle } from '../../../src-main/contract/progress/words.ts'
import { stepIds, type StepId } from '../../../src-main/contract/step-ids.ts'
import type { PlanView, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { homeMs, homeProofMs, homeTime } from '../../../src-main/domains/home-sync/on-pair/run/home-time.ts'
import { timesOf, withPace } from '../../../src-main/switch/pace.ts'
import { recordedMessages } from '../../renderer/recorded.ts'
import { homeStretches, planFor, streamOf, streamOfTimed, streamStart, type Course } from '../../switch-stream.ts'
import { timedSwitches } from '../../timed-switch.ts'

const startMs = Date.parse(streamStart)

interface Look {
  readonly atMs: number
  readonly run: RunProgress
  readonly state: RunningState
}

/** What a client sees at each event and each second in between. */
function follow(events: readonly SwitchEvent[], begin: SwitchState = { kind: 'idle' }): readonly Look[] {
  let state = begin
  let run: RunProgress | undefined
  const looks: Look[] = []
  const look = (atMs: number): void => {
    run = observeProgress(run, state, atMs)
    if (run !== undefined && state.kind === 'running') looks.push({ atMs, run, state })
  }
  let lastMs = startMs
  for (const event of events) {
    const atMs = Date.parse(event.at)
    for (let tickMs = lastMs + 1_000; tickMs < atMs; tickMs += 1_000) look(tickMs)
    state = applyEvent(state, event)
    look(atMs)
    lastMs = atMs
  }
  expect(state.kind).toBe('done')
  return looks
}

const endOf = (events: readonly SwitchEvent[]): number => Date.parse(events.at(-1)?.at ?? '') - startMs

/** As the planner tells it, once it has tried the link. */
function homeEstimate(amount: { readonly items: number; readonly bytes: number }, mbPerSecond: number) {
  const linkMs = Math.max(0, amount.bytes / (mbPerSecond * 1_000) - amount.bytes / 60_000)
  return { ...amount, ms: homeMs(amount) + linkMs, linkMs, proofMs: homeProofMs(amount) }
}

interface HomeCourse {
  readonly bytes: number
  readonly items: number
  readonly mbPerSecond: number
  /** Than the product thinks of disks. */
  readonly slower: number
}

interface More extends Partial<Course> {
  readonly waves?: (share: number) => number
}

function homeCourse({ bytes, items, mbPerSecond, slower }: HomeCourse, more: More = {}): Course {
  const amount = { items, bytes }
  const proofMs = homeProofMs(amount)
  return {
    estimates: {
      [stepIds.snapshots]: { bytes: 0, items: 6, ms: 2_000 },
      [stepIds.home]: homeEstimate(amount, mbPerSecond),
      ...more.estimates,
    },
    run: {
      [stepIds.snapshots]: [{ ms: 2_500, unit: 'steps', total: 4 }],
      [stepIds.home]: homeStretches(homeTime(amount), { bytes, files: items, mbPerSecond, slower, course: more.waves }),
      ...more.run,
    },
    proof: {
      [stepIds.home]: [
        { ms: 3_000 * slower, thoughtMs: 3_000 },
        { ms: (proofMs - 3_000) * slower, thoughtMs: proofMs - 3_000, unit: 'files', total: items },
      ],
      ...more.proof,
    },
  }
}

const packages = (count: number, realMsEach: number): Partial<Course> => ({
  estimates: { [stepIds.packages]: { bytes: 40e6, items: count, ms: 2_000 + count * 700 + 10_000 } },
  run: {
    [stepIds.packages]: [
      { ms: 6_000, unit: 'steps', total: count * 2, course: () => 0 },
      { ms: count * realMsEach, unit: 'steps', total: count * 2 },
    ],
  },
})

const courses: readonly (readonly [name: string, course: Course])[] = [
  [
    'a slow pair with packages',
    homeCourse({ bytes: 765e6, items: 4_900, mbPerSecond: 15, slower: 1.6 }, packages(146, 250)),
  ],
  ['a large home over a cable', homeCourse({ bytes: 18.4e9, items: 1_300, mbPerSecond: 105, slower: 1 })],
  ['a home over slow Wi-Fi', homeCourse({ bytes: 5e9, items: 9_000, mbPerSecond: 4, slower: 1 })],
  ['many files over a very slow link', homeCourse({ bytes: 340e6, items: 5_000, mbPerSecond: 2.4, slower: 1 })],
  ['many small files', homeCourse({ bytes: 0.8e9, items: 120_000, mbPerSecond: 25, slower: 1.3 })],
  ['many packages', homeCourse({ bytes: 30e6, items: 300, mbPerSecond: 60, slower: 1 }, packages(400, 900))],
  ['a daily switch', homeCourse({ bytes: 250e6, items: 1_200, mbPerSecond: 80, slower: 0.8 })],
  [
    'a connection that comes and goes',
    homeCourse(
      { bytes: 3e9, items: 2_000, mbPerSecond: 30, slower: 1 },
      { waves: (share) => share + 0.04 * Math.sin(share * 40) },
    ),
  ],
  [
    'images beside home files',
    homeCourse(
      { bytes: 2e9, items: 2_000, mbPerSecond: 40, slower: 1 },
      {
        estimates: { [stepIds.images]: { bytes: 6.2e9, items: 1, ms: 62_000 + 15_500, proofMs: 40_000 } },
        run: {
          [stepIds.images]: [
            { ms: 150_000, thoughtMs: 62_000, unit: 'bytes', total: 6.2e9 },
            { ms: 22_000, thoughtMs: 15_500, unit: 'bytes', total: 6.2e9 },
          ],
        },
        proof: { [stepIds.images]: [{ ms: 34_000, unit: 'bytes', total: 6.2e9 }] },
      },
    ),
  ],
]

function farthest(looks: readonly Look[], wholeMs: number): number {
  return Math.max(...looks.map(({ run, atMs }) => Math.abs(run.fraction - (atMs - startMs) / wholeMs)))
}

function lookAt(looks: readonly Look[], atMs: number): Look {
  const found = looks.findLast((look) => look.atMs <= startMs + atMs)
  if (found === undefined) throw new Error('nothing was seen until then')
  return found
}

const streams = [
  ...courses.map(([name, course]) => [name, streamOf(course)] as const),
  ...timedSwitches().map(([name, timed]) => [`${name}, as it was timed`, streamOfTimed(timed)] as const),
]

describe.each(streams)('the progress of %s', (_name, events) => {
  const looks = follow(events)
  const wholeMs = endOf(events)

  it.each([
    ['a third', 1 / 3],
    ['two thirds', 2 / 3],
  ])('says the time left within 35 %% after %s of it', (_share, share) => {
    const { run, atMs } = lookAt(looks, wholeMs * share)
    const leftMs = startMs + wholeMs - atMs
    expect(Math.abs(run.expectedMs - leftMs)).toBeLessThan(Math.max(0.35 * leftMs, 5_000))
  })

  it('never moves the bar backwards, and leaves little of the time for its end', () => {
    const bars = looks.map(({ run }) => run.fraction)
    expect(bars).toEqual([...bars].sort((one, other) => one - other))
    const nearlyDone = looks.find(({ run }) => run.fraction >= 0.97)
    if (nearlyDone !== undefined) expect((startMs + wholeMs - nearlyDone.atMs) / wholeMs).toBeLessThan(0.1)
    expect(bars.at(-1)).toBeGreaterThan(0.8)
  })

  it('keeps the bar within 15 points of the time at every moment', () => {
    expect(farthest(looks, wholeMs)).toBeLessThan(0.15)
  })

  it('never lets the bar stand still for more than ten seconds', () => {
    const moves = looks.filter(({ run }, index) => run.fraction > (looks[index - 1]?.run.fraction ?? -1) + 1e-4)
    const still = moves.map(({ atMs }, index) => atMs - (moves[index - 1]?.atMs ?? startMs))
    // The last of it is kept for the proof.
    expect(
      Math.max(
        ...still,
        ...moves.slice(-1).map(({ atMs, run }) => (run.fraction < 0.98 ? startMs + wholeMs - atMs : 0)),
      ),
    ).toBeLessThan(10_000)
  })

  it('says hardly more time than half a minute before, once it knows how fast it is', () => {
    for (const { run, atMs } of looks.filter((look) => look.atMs - startMs > wholeMs / 5)) {
      const soon = looks.filter((look) => look.atMs > atMs && look.atMs <= atMs + 30_000)
      const most = Math.max(0, ...soon.map((look) => look.run.expectedMs))
      expect(most - run.expectedMs).toBeLessThan(Math.max(run.expectedMs / 5, 16_000))
    }
  })

  it('says "Almost done" only when it is', () => {
    const first = looks.find(({ run, state }) => leftText(run, state.verifying) === 'Almost done')
    expect(first).toBeDefined()
    expect(startMs + wholeMs - (first?.atMs ?? 0)).toBeLessThan(20_000)
  })

  it('says the same in the page, the tab and the announcement', () => {
    for (const { run, state } of looks) {
      const percent = /^\d+%/.exec(windowTitle(run, state.verifying))?.[0]
      const left = leftText(run, state.verifying)
      expect(spokenText(run, state.verifying)).toContain(`${percent} done.`)
      if (run.leftMs === undefined) continue
      const inTitle = left.charAt(0).toLowerCase() + left.slice(1)
      expect(windowTitle(run, state.verifying)).toBe(`${percent}, ${inTitle.replace(/^about /, '')}`)
      expect(spokenText(run, state.verifying)).toBe(`${percent} done. ${left}.`)
    }
  })
})

// Of what nobody has timed the plan may be wrong by more, and ten seconds do not tell it.
const isTimed = (name: string): boolean => name.endsWith('as it was timed') || name.endsWith('very slow link')

describe.each(streams.filter(([name]) => isTimed(name)))('the time that is told of %s', (_name, events) => {
  it('is within a third of what it takes, from the tenth second on', () => {
    const wholeMs = endOf(events)
    const off = follow(events).flatMap(({ run, atMs }) =>
      run.leftMs === undefined ? [] : [atMs - startMs + run.leftMs - wholeMs],
    )
    expect(Math.max(...off.map(Math.abs))).toBeLessThan(wholeMs / 3)
  })
})

it('begins with what the plan said it would take', () => {
  const [, course] = courses[0] ?? []
  if (course === undefined) throw new Error('there are courses')
  const [first] = follow(streamOf(course))
  expect(first?.run.expectedMs).toBe(planMs(planFor(course.estimates)))
})

describe('a small switch on a laptop that is slower than was thought', () => {
  const events = streamOf(homeCourse({ bytes: 5e6, items: 20, mbPerSecond: 20, slower: 6 }))
  const [started] = events
  if (started?.type !== 'switch-started') throw new Error('it begins with its start')
  const { plan } = started

  it('is timed by the switch before it', () => {
    const times = [timesOf(plan, events)]
    const previews = Object.fromEntries(
      Object.entries(plan.previews).map(([id, preview]) => [
        id,
        { ...preview, estimate: withPace(id as StepId, preview.estimate, times) },
      ]),
    ) as PlanView['previews']
    const learned: SwitchEvent = { ...started, plan: { ...plan, previews } }
    const looks = follow([learned, ...events.slice(1)])
    expect(farthest(looks, endOf(events))).toBeLessThan(0.15)
    expect(looks[0]?.run.expectedMs).toBeGreaterThan(0.8 * endOf(events))
    expect(farthest(follow(events), endOf(events))).toBeGreaterThan(0.15)
  })
})

describe('a switch that is resumed', () => {
  const amount = { bytes: 611e6, items: 3_000, mbPerSecond: 20, slower: 1 }
  const planned = homeCourse(amount)
  const whole = streamOf(planned)
  const pausedAt = new Date(startMs + 14_000).toISOString()
  const before = whole.filter(({ at }) => at < pausedAt)
  const paused = [...before, { type: 'switch-stopped', at: pausedAt, by: 'person' } as const].reduce<SwitchState>(
    applyEvent,
    { kind: 'idle' },
  )
  const rest = homeCourse({ ...amount, bytes: 400e6 })
  const resumed = (at: string): SwitchEvent => ({ type: 'switch-resumed', at, switchId: 'switch-1' })

  it('begins its bar with what is really left, and counts only that', () => {
    expect(paused.kind).toBe('interrupted')
    const looks = follow(streamOf(rest, resumed), paused)
    expect(looks[0]?.run).toMatchObject({ fraction: 0, doneBytes: 0, resumed: 1 })
    const copying = looks.find(({ run }) => run.doneBytes > 50e6)
    expect(copying?.run.totalBytes).toBe(400e6)
    expect(copying?.run.fraction).toBeLessThan(0.5)
  })

  it('expects less than the plan, by what was done before', () => {
    const [first] = follow(streamOf(rest, resumed), paused)
    expect(first?.run.expectedMs).toBeLessThan(planMs(planFor(planned.estimates)))
  })
})

describe('a step that says nothing', () => {
  const started = streamOf(homeCourse({ bytes: 1e9, items: 1_000, mbPerSecond: 50, slower: 1 })).slice(0, 12)

  it('is not over because its time has passed', () => {
    const state = started.reduce<SwitchState>(applyEvent, { kind: 'idle' })
    let run: RunProgress | undefined
    for (let atMs = startMs; atMs < startMs + 600_000; atMs += 1_000) run = observeProgress(run, state, atMs)
    expect(run?.fraction).toBeLessThan(0.95)
    expect(leftText(run, false)).not.toBe('Almost done')
  })
})

describe('the recorded switches', () => {
  it.each(['the first switch, paused and resumed', 'a switch that differs', 'a switch that loses the other laptop'])(
    'never goes back within a run: %s',
    (about) => {
      let state: SwitchState = { kind: 'idle' }
      let run: RunProgress | undefined
      const bars = new Map<number, number[]>()
      for (const message of recordedMessages(about)) {
        if (message.type === 'snapshot') state = message.state
        if (message.type !== 'event') continue
        state = applyEvent(state, message.event)
        run = observeProgress(run, state, Date.parse(message.event.at))
        if (run !== undefined) bars.set(run.resumed, [...(bars.get(run.resumed) ?? []), run.fraction])
      }
      expect(bars.size).toBeGreaterThan(0)
      for (const seen of bars.values()) expect(seen).toEqual([...seen].sort((one, other) => one - other))
    },
  )
})

describe('how fast it goes', () => {
  const copying = (progress: Partial<StepProgress>, perSecond = 4e6) =>
    ({
      kind: 'running',
      startedAt: '',
      answeredAt: '',
      progress: { done: 1, total: 9, unit: 'bytes', ...progress },
      perSecond,
    }) as const

  it('is the sum of what is being copied, and of nothing that is done', () => {
    expect(bytesPerSecond({ home: copying({}), images: copying({}, 2e6) })).toBe(6e6)
    expect(bytesPerSecond({ home: copying({ done: 9 }), images: copying({}, 2e6) })).toBe(2e6)
  })

  it('is not said at all once everything is copied, or while nothing moves', () => {
    expect(bytesPerSecond({ home: copying({ done: 9 }) })).toBeUndefined()
    expect(bytesPerSecond({ home: copying({}, 0) })).toBeUndefined()
    expect(bytesPerSecond({ packages: copying({ unit: 'steps' }) })).toBeUndefined()
  })
})
